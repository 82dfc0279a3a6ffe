import { answerCaller } from "@/lib/server/auth/caller.ts";
import { define } from "@/lib/server/define.ts";
import { readCollection, readPaging } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  GET(ctx) {
    const { services } = ctx.state;
    return answerCaller(ctx.req, {
      services,
      answer(caller) {
        const paging = readPaging(ctx.url);
        const collection = readCollection(ctx.url);
        return collection === undefined
          ? services.videos.list(caller, paging)
          : services.extras.inCollection(caller, { ...paging, collection });
      },
    });
  },
});
