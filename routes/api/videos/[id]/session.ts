import { answerCaller } from "@/lib/server/auth/caller.ts";
import { define } from "@/lib/server/define.ts";
import { readVideoId } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  POST(ctx) {
    const { services } = ctx.state;
    return answerCaller(ctx.req, {
      services,
      answer: (caller) =>
        services.videos.session(caller, readVideoId(ctx.params)),
    });
  },
});
