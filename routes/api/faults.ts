import { readJson } from "@/lib/server/http/body.ts";
import { clientAddress } from "@/lib/server/http/client_address.ts";
import { define } from "@/lib/server/define.ts";
import { ClientFault } from "@/lib/shared/client_fault.ts";

/** Largest fault, bytes. Chosen: five steps of a stack. */
const MAX_BYTES = 1024;

export const handler = define.handlers({
  async POST(ctx) {
    const { config, clientFaults } = ctx.state.services;
    clientFaults.admit(clientAddress(ctx, config));
    clientFaults.take(
      await readJson(ctx.req, { schema: ClientFault, maxBytes: MAX_BYTES }),
    );
    return new Response(null, { status: 204 });
  },
});
