/**
 * The fake gateway as a process of its own, so that it shares no event loop
 * with who measures. Prints its two addresses as JSON: the gateway, and a
 * counter that tells how many calls there were since it was last asked, and
 * takes the longest time for which the gateway thinks from now on (`delayMs`).
 * @module
 */
import { startGateway } from "@/tests/support/fakes/fake_gateway.ts";

const gateway = startGateway("plan");
const counter = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen() {} },
  (request) => {
    const delayMs = new URL(request.url).searchParams.get("delayMs");
    gateway.delayMs = Number(delayMs ?? 0);
    return Response.json(gateway.calls.splice(0).length);
  },
);
const line = JSON.stringify({
  url: gateway.url,
  counter: `http://127.0.0.1:${counter.addr.port}`,
});
await Deno.stdout.write(new TextEncoder().encode(`${line}\n`));
// Ends with who started it.
await Deno.stdin.read(new Uint8Array(1));
Deno.exit(0);
