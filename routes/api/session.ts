import { requireSession } from "@/lib/server/auth/require_session.ts";
import { define } from "@/lib/server/define.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const answer = await ctx.state.services.signIn.renew(ctx.req);
    return Response.json(answer);
  },
  /** Signs out. */
  async DELETE(ctx) {
    const { sessions } = ctx.state.services;
    sessions.end(await requireSession(ctx.req, sessions));
    return new Response(null, { status: 204 });
  },
});
