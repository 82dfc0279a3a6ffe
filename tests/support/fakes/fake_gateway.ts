/**
 * The Kaltura-Discord gateway for tests: a real HTTP server in one of two
 * dialects. `field` answers as the gateway does that people run
 * (github.com/zoharbabin/kaltura-discord: observed on the wire, and its
 * `apiGateway.ts` and `kalturaClient.ts`), odd as it is; `plan` as one that
 * pages and has a path for sessions.
 * @module
 */
import {
  expressPage,
  FIELD_PARTNER,
  fieldEntry,
  fieldList,
  fieldSession,
  mockEntry,
  noEntry,
  playerOf,
} from "./field_gateway.ts";

/** `plan`: has a session path and pages by `pageSize`. `field`: see the module. */
export type Dialect = "plan" | "field";

/** One call that arrived. */
interface GatewayCall {
  /** Below the base: `GET /videos`. */
  route: string;
  query: Record<string, string>;
  /** Person of the bearer token; `null` without a valid one. */
  person: string | null;
  body: unknown;
}

/** An entry of Kaltura's as the gateway knows it. Its own fields win over what the dialect makes of it. */
type GatewayEntry = Record<string, unknown> & { id: string };

/** Options of {@linkcode startGateway}. */
interface GatewayOptions {
  /** Life that tokens claim, ms. @default {TOKEN_MS} */
  tokenMs?: number;
  /** What a person finds. @default {45 lectures} */
  entries?: (person: string) => readonly unknown[];
  /** Makes the KS of a person. `entitled`: with the privilege that `/play` adds. @default {a canary} */
  mintKs?: (person: string, options: { isEntitled: boolean }) => unknown;
  /** Field: the account that the gateway is set up with. @default {FIELD_PARTNER} */
  partnerId?: string;
  /** Field: the player that it is set up with. @default {46022343} */
  uiConfId?: string;
  /** Field: Kaltura refuses a search for nothing, so `/videos` is empty. @default {false} */
  listsNothing?: boolean;
  /** Field: runs without a Kaltura account. @default {false} */
  isMock?: boolean;
  /** Field: host in addresses of Kaltura. @default {Kaltura's} */
  kaltura?: string;
  /** @default {a free one} */
  port?: number;
}

/** See the module. */
export interface FakeGateway {
  /** Base of its paths. */
  url: string;
  /** Where it listens; a base that is wrong in the field's dialect. */
  origin: string;
  calls: GatewayCall[];
  /** Waits before each answer, ms; random below this. */
  delayMs: number;
  /** All tokens given so far, or those of one person, are refused from now on: a restart with another secret. */
  expireTokens(person?: string): void;
  /** Answers instead of the gateway, when it wants to. */
  intercept: (route: string) => Response | null;
  close(): Promise<void>;
}

/** Videos of the catalogue. */
export const CATALOGUE_SIZE = 45;
/** The account of the plan's dialect. */
export const PLAN_PARTNER = "1234";
/** Life that tokens claim, ms. */
const TOKEN_MS = 600_000;

/** What every secret of the gateway begins with, for those who look for leaks. */
export const GATEWAY_CANARY = "canary-gateway";

/** The KS of a person, by default. */
export function canaryKs(
  person: string,
  { isEntitled }: { isEntitled: boolean },
): string {
  const kind = isEntitled ? "entitled" : "default";
  return `${GATEWAY_CANARY}-ks-${kind}-of-a-person-${person}`;
}

/** Lectures of the catalogue, as Kaltura has them. */
export function lectures(count: number, person = "all"): GatewayEntry[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `0_v${n}`,
    title: `Lecture ${n}${n % 3 === 0 ? " maths" : ""} for ${person}`,
    duration: 60 + n,
  }));
}

/** Starts a gateway on loopback. */
export function startGateway(
  dialect: Dialect,
  options: GatewayOptions = {},
): FakeGateway {
  const { tokenMs = TOKEN_MS, mintKs = canaryKs, isMock = false } = options;
  const entries = options.entries ??
    ((person: string) => lectures(CATALOGUE_SIZE, person));
  const place = {
    kaltura: options.kaltura ?? "https://www.kaltura.com/api_v3",
    partnerId: options.partnerId ?? FIELD_PARTNER,
    uiConfId: options.uiConfId ?? "46022343",
  };
  const base = dialect === "field" ? "/api" : "";
  const people = new Map<string, string>();
  const calls: GatewayCall[] = [];

  function all(person: string): unknown[] {
    if (isMock) return [1, 2, 3, 4, 5].map(mockEntry);
    return entries(person).map((entry) =>
      dialect === "field"
        ? fieldEntry(entry, place)
        : planEntry(entry as GatewayEntry)
    );
  }

  function session(person: string) {
    return dialect === "plan" ? {} : {
      kalturaSession: fieldSession(
        isMock ? "mock_ks_k3j2h1" : mintKs(person, { isEntitled: false }),
        { person, partnerId: place.partnerId },
      ),
    };
  }

  function tokenFor(person: string) {
    const token = `${GATEWAY_CANARY}-token-${crypto.randomUUID()}`;
    people.set(token, person);
    const expiresAt = new Date(Date.now() + tokenMs).toISOString();
    const user = { discordId: person, kalturaUserId: `discord_${person}` };
    return { token, expiresAt, user, ...session(person) };
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (!`${url.pathname}/`.startsWith(`${base}/`)) {
      return expressPage(request.method, url.pathname);
    }
    const path = url.pathname.slice(base.length);
    const route = `${request.method} ${path}`;
    const text = await request.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const token = request.headers.get("authorization")?.slice(7) ?? "";
    const person = people.get(token) ?? null;
    const query = Object.fromEntries(url.searchParams);
    calls.push({ route, query, person, body });
    await new Promise((resolve) =>
      setTimeout(resolve, Math.random() * gateway.delayMs)
    );
    return gateway.intercept(route) ??
      reply({ route, query, person, body }) ??
      expressPage(request.method, url.pathname);
  }

  function authenticate(route: string, body: unknown): Response | null {
    const { discordId, token } = body as Record<string, string | undefined>;
    if (route === "POST /auth/token") {
      return discordId
        ? Response.json(tokenFor(discordId))
        : refuse(400, "Missing required fields");
    }
    const known = people.get(token ?? "");
    if (route === "POST /auth/refresh") {
      return known === undefined
        ? refuse(401, "Invalid or expired token")
        : Response.json(tokenFor(known));
    }
    if (route !== "POST /auth/validate") return null;
    return known === undefined
      ? refuse(401, "Invalid or expired token")
      : Response.json({ valid: true, user: {}, ...session(known) });
  }

  function reply(
    { route, query, person, body }: GatewayCall,
  ): Response | null {
    if (route.startsWith("POST /auth/")) return authenticate(route, body);
    if (!/^(GET|POST) \/videos(\/|$)/.test(route)) return null;
    if (person === null) return refuse(401, "Invalid or expired token");
    if (route === "GET /videos") {
      const listed = options.listsNothing ? [] : all(person);
      return Response.json({
        videos: dialect === "plan"
          ? page(listed, query)
          : fieldList(listed, {}),
      });
    }
    if (route === "GET /videos/search") {
      const found = all(person).filter((entry) =>
        titleOf(entry).includes(query.q ?? "")
      );
      return Response.json({
        videos: dialect === "plan"
          ? page(found, query)
          : fieldList(found, query),
      });
    }
    return one(route, person);
  }

  /** What is about one video. */
  function one(route: string, person: string): Response | null {
    const [, method, id = "", action] =
      /^(GET|POST) \/videos\/([^/]+)(?:\/(\w+))?$/.exec(route) ?? [];
    const found = isMock
      ? mockEntry(id)
      : all(person).find((entry) =>
        (entry as { id?: unknown } | null)?.id === id
      );
    if (dialect === "field") {
      // `media.get` refuses live entries as it does unknown ones.
      const isKnown = found !== undefined &&
        (found as GatewayEntry).kind !== "live";
      if (method === "GET") {
        return Response.json({ video: isKnown ? found : noEntry(place) });
      }
      if (action !== "play") return null;
      // It asks nobody whether there is such a video.
      const ks = mintKs(person, { isEntitled: true });
      return Response.json({
        playUrl: isMock
          ? `https://mock-kaltura.com/play/${id}?user=u`
          : `${playerOf(place)}?ks=${ks}&entry_id=${id}`,
        videoId: id,
      });
    }
    if (!found) return refuse(404, `no such video: ${GATEWAY_CANARY}-detail`);
    if (method === "GET") return Response.json({ video: found });
    if (action === "play") {
      return Response.json({
        playUrl: `https://cdnapisec.kaltura.com/p/${PLAN_PARTNER}` +
          `/embedPlaykitJs/uiconf_id/456?entry_id=${id}`,
      });
    }
    return action === "session"
      ? Response.json({ ks: mintKs(person, { isEntitled: true }) })
      : null;
  }

  const server = Deno.serve(
    { hostname: "127.0.0.1", port: options.port ?? 0, onListen() {} },
    answer,
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const gateway: FakeGateway = {
    url: origin + base,
    origin,
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

function planEntry(entry: GatewayEntry): GatewayEntry {
  return {
    partnerId: Number(PLAN_PARTNER),
    thumbnailUrl: `https://cdnapisec.kaltura.com/thumbnail/${entry.id}`,
    createdAt: "2026-01-01T00:00:00Z",
    ...entry,
  };
}

function titleOf(entry: unknown): string {
  return String((entry as { title?: unknown } | null)?.title);
}

function page<T>(list: T[], query: Record<string, string>): T[] {
  const number = Number(query.page ?? 1);
  const size = Number(query.pageSize ?? 10);
  return list.slice((number - 1) * size, number * size);
}

function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status });
}
