import { readBearer } from "@/lib/server/auth/require_session.ts";
import { readJson } from "@/lib/server/http/body.ts";
import { clientAddress } from "@/lib/server/http/client_address.ts";
import { define } from "@/lib/server/define.ts";
import { ResumeRequest } from "@/lib/server/auth/sign_in.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { config, sessions, signIn, quotas } = ctx.state.services;
    const token = readBearer(ctx.req);
    const known = token === null ? null : await sessions.openStale(token);
    const quota = known ? quotas.addressSignIns : quotas.addressResumes;
    quota.take(clientAddress(ctx, config));
    const request = await readJson(ctx.req, { schema: ResumeRequest });
    const answer = await signIn.resume(request, known);
    return Response.json(answer);
  },
});
