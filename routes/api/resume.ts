import { readJson } from "@/lib/server/auth.ts";
import { define } from "@/lib/server/define.ts";
import { ResumeRequest } from "@/lib/server/sign_in.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const request = await readJson(ctx.req, { schema: ResumeRequest });
    const answer = await ctx.state.services.signIn.resume(request);
    return Response.json(answer, {
      headers: { "cache-control": "private, no-store" },
    });
  },
});
