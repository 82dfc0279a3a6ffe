/**
 * The Kaltura-Discord gateway for tests: a real HTTP server, in either of the
 * two dialects that are in the field (DESIGN §4).
 * @module
 */

/** `session`: has a session path and pages by `pageSize`. `limit`: has neither. */
export type Dialect = "session" | "limit";

/** One call that arrived. */
export interface GatewayCall {
  route: string;
  query: Record<string, string>;
  /** Person of the bearer token; `null` without a valid one. */
  person: string | null;
  body: unknown;
}

/** See the module. */
export interface FakeGateway {
  url: string;
  calls: GatewayCall[];
  /** Waits before each answer, ms; random below this. */
  delayMs: number;
  /** All tokens given so far, or those of one person, are refused from now on. */
  expireTokens(person?: string): void;
  /** Answers instead of the gateway, when it wants to. */
  intercept: (route: string) => Response | null;
  close(): Promise<void>;
}

/** Videos of the catalogue. */
export const CATALOGUE_SIZE = 45;
/** Life that tokens claim, ms. */
const TOKEN_MS = 600_000;

/** What every secret of the gateway begins with, for those who look for leaks. */
export const GATEWAY_CANARY = "canary-gateway";

/** Starts a gateway on loopback. */
export function startGateway(
  dialect: Dialect,
  options: { tokenMs?: number } = {},
): FakeGateway {
  const { tokenMs = TOKEN_MS } = options;
  const people = new Map<string, string>();
  const calls: GatewayCall[] = [];

  function tokenFor(person: string) {
    const token = `${GATEWAY_CANARY}-token-${crypto.randomUUID()}`;
    people.set(token, person);
    const expiresAt = new Date(Date.now() + tokenMs).toISOString();
    return dialect === "session" ? { token, expiresAt, user: {} } : {
      token,
      expiresAt,
      kalturaSession: { ks: `${GATEWAY_CANARY}-ks-${person}`, expiresAt },
    };
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const route = `${request.method} ${url.pathname}`;
    const text = await request.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const token = request.headers.get("authorization")?.slice(7) ?? "";
    const person = people.get(token) ?? null;
    const query = Object.fromEntries(url.searchParams);
    calls.push({ route, query, person, body });
    await new Promise((resolve) =>
      setTimeout(resolve, Math.random() * gateway.delayMs)
    );
    return gateway.intercept(route) ?? reply(route, { query, person, body });
  }

  function reply(
    route: string,
    { query, person, body }: Omit<GatewayCall, "route">,
  ): Response {
    if (route === "POST /auth/token") {
      return Response.json(
        tokenFor((body as { discordId: string }).discordId),
      );
    }
    if (route === "POST /auth/refresh") {
      const known = people.get((body as { token: string }).token);
      return known === undefined
        ? refuse(401, "unknown token")
        : Response.json(tokenFor(known));
    }
    if (person === null) return refuse(401, "invalid token");
    if (route === "GET /videos") {
      return Response.json({
        videos: dialect === "session" ? page(all(person), query) : all(person),
      });
    }
    if (route === "GET /videos/search") {
      const found = all(person).filter(({ title }) =>
        title.includes(query.q ?? "")
      );
      return Response.json({
        videos: dialect === "session"
          ? page(found, query)
          : found.slice(0, Number(query.limit ?? 10)),
      });
    }
    const [, method, id = "", action] =
      /^(GET|POST) \/videos\/([^/]+)(?:\/(\w+))?$/.exec(route) ?? [];
    const video = all(person).find((one) => one.id === id);
    if (!video) return refuse(404, `no such video: ${GATEWAY_CANARY}-detail`);
    if (method === "GET") return Response.json({ video });
    if (action === "play") {
      return Response.json({
        playUrl: `https://cdnapisec.kaltura.com/p/1/embedPlaykitJs/${id}`,
      });
    }
    if (action === "session" && dialect === "session") {
      return Response.json({ ks: `${GATEWAY_CANARY}-ks-${person}` });
    }
    return new Response("<!doctype html><h1>Not found</h1>", {
      status: 404,
      headers: { "content-type": "text/html" },
    });
  }

  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    answer,
  );
  const gateway: FakeGateway = {
    url: `http://127.0.0.1:${server.addr.port}`,
    calls,
    delayMs: 0,
    intercept: () => null,
    expireTokens(person) {
      for (const [token, owner] of people) {
        if (person === undefined || owner === person) people.delete(token);
      }
    },
    close: () => server.shutdown(),
  };
  return gateway;
}

function all(person: string) {
  return Array.from({ length: CATALOGUE_SIZE }, (_, n) => ({
    id: `0_v${n}`,
    title: `Lecture ${n}${n % 3 === 0 ? " maths" : ""} for ${person}`,
    duration: 60 + n,
    partnerId: 1234,
    thumbnailUrl: `https://cdnapisec.kaltura.com/thumbnail/0_v${n}`,
    createdAt: "2026-01-01T00:00:00Z",
  }));
}

function page<T>(list: T[], query: Record<string, string>): T[] {
  const number = Number(query.page ?? 1);
  const size = Number(query.pageSize ?? 10);
  return list.slice((number - 1) * size, number * size);
}

function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status });
}
