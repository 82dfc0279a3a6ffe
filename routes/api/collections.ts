import { define } from "@/lib/server/define.ts";
import { answerCaller } from "@/lib/server/auth/caller.ts";

export const handler = define.handlers({
  GET(ctx) {
    const { services } = ctx.state;
    return answerCaller(ctx.req, {
      services,
      answer: async (caller) => ({
        collections: await services.extras.collections(caller),
      }),
    });
  },
});
