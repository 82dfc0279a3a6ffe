import { define } from "@/lib/server/define.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const answer = await ctx.state.services.signIn.renew(ctx.req);
    return Response.json(answer, {
      headers: { "cache-control": "private, no-store" },
    });
  },
});
