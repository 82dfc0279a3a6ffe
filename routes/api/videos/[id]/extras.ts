import { define } from "@/lib/server/define.ts";
import { answerCaller } from "@/lib/server/auth/caller.ts";
import { readVideoId } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  GET(ctx) {
    const { services } = ctx.state;
    return answerCaller(ctx.req, {
      services,
      answer: (caller) =>
        services.extras.extras(caller, readVideoId(ctx.params)),
    });
  },
});
