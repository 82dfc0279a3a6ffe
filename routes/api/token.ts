import { readJson } from "@/lib/server/http/body.ts";
import { clientAddress } from "@/lib/server/http/client_address.ts";
import { define } from "@/lib/server/define.ts";
import { TokenRequest } from "@/lib/server/auth/sign_in.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { config, quotas } = ctx.state.services;
    quotas.addressSignIns.take(clientAddress(ctx, config));
    const request = await readJson(ctx.req, { schema: TokenRequest });
    const answer = await ctx.state.services.signIn.exchange(request);
    return Response.json(answer);
  },
});
