import { answerCaller } from "@/lib/server/auth/caller.ts";
import { define } from "@/lib/server/define.ts";
import { readPlayRequest, readVideoId } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  POST(ctx) {
    const { services } = ctx.state;
    return answerCaller(ctx.req, {
      services,
      answer: async (caller) => {
        const id = readVideoId(ctx.params);
        const { renewal: isRenewal = false } = await readPlayRequest(ctx.req);
        return await services.videos.play(caller, { id, isRenewal });
      },
    });
  },
});
