import { answerCaller } from "@/lib/server/auth/caller.ts";
import { define } from "@/lib/server/define.ts";
import { readPaging, readQuery } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  GET(ctx) {
    const { services } = ctx.state;
    return answerCaller(ctx.req, {
      services,
      answer: (caller) =>
        services.videos.search(caller, {
          q: readQuery(ctx.url),
          ...readPaging(ctx.url),
        }),
    });
  },
});
