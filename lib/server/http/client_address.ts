/**
 * Whose budget a request uses before anybody knows the person.
 * @module
 */

/** IPv6 networks are given out in /64s: four groups name a customer. */
const NETWORK_GROUPS = 4;

/**
 * The owner of a connection: its IPv4 address, or its IPv6 network.
 * @param options `trustedProxies`: how many proxies of the operator's own stand in front; each adds one address to `X-Forwarded-For`, and only those are believed.
 * @see SPEC X6
 */
export function clientAddress(
  { req, info }: {
    req: Pick<Request, "headers">;
    info: { remoteAddr?: Deno.Addr };
  },
  { trustedProxies }: { trustedProxies: number },
): string {
  const told = req.headers.get("x-forwarded-for")?.split(",") ?? [];
  const forwarded = trustedProxies > 0
    ? told.at(-trustedProxies)?.trim()
    : undefined;
  const { remoteAddr } = info;
  const direct = remoteAddr && "hostname" in remoteAddr
    ? remoteAddr.hostname
    : "";
  return networkOf(forwarded || direct);
}

/** The IPv4 address, or the IPv6 network of an address; a port behind it is left out. */
export function networkOf(address: string): string {
  const plain = address.replace(/^\[|\](:\d+)?$/g, "").toLowerCase();
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain) ?? [];
  if (mapped) return mapped;
  // An IPv4 address, with the port that some proxies add.
  if (!/:.*:/.test(plain)) return plain.replace(/:\d+$/, "").slice(0, 64);
  const [head = ""] = plain.split("::");
  const groups = head.split(":").slice(0, NETWORK_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ""));
  while (groups.length < NETWORK_GROUPS) groups.push("0");
  return `${groups.map((group) => group || "0").join(":")}::/64`.slice(0, 64);
}
