/**
 * The catalogue behind a Kaltura-Discord gateway. It holds no identity: each
 * call carries the token of the person it is for.
 * @module
 */
import * as v from "valibot";
import { type Video, VideoId } from "../../shared/video.ts";
import type { Log } from "../log.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import { createResilience } from "../upstream/resilience.ts";
import { createSingleFlight } from "../upstream/single_flight.ts";
import type {
  Catalogue,
  CataloguePass,
  CataloguePerson,
  Playable,
  Viewer,
} from "../videos/catalogue.ts";
import { judgeEntry, partnerOf } from "../videos/entry.ts";
import { CatalogueFault, isRefusedPerson } from "../videos/faults.ts";
import {
  MissingPath,
  read,
  unadmitted,
  unanswered,
  unlisted,
} from "./faults.ts";
import { requireReal, requireRealAddress } from "./mocks.ts";
import { passOf } from "./pass.ts";
import { createPager, type Entries } from "./paging.ts";
import {
  AuthAnswer,
  ksIn,
  ListAnswer,
  PlayUrlAnswer,
  SessionAnswer,
  VideoAnswer,
} from "./schema.ts";

/** Options of {@linkcode createGateway}. */
export interface GatewayOptions {
  /** Base of all paths, without a slash at its end. */
  url: string;
  /** Deadline of a call with its retries, ms. */
  timeoutMs: number;
  http: HttpClient;
  log: Log;
  /** ms since epoch. @default {Date.now} */
  now?: () => number;
  /** See `createResilience`. @default {false} */
  remembersOutage?: boolean;
  /** See `createResilience`. */
  halfOpenMs?: number;
}

/** One call. Every one is harmless to repeat: reads, and tokens and KS made anew. */
interface Call<T> {
  /** Path with a `:` in place of the id; names the route. */
  route: string;
  id?: string;
  query?: Record<string, string | number>;
  body?: unknown;
  schema: v.GenericSchema<unknown, T>;
  secrets?: readonly string[];
}

/** Makes a client. */
export function createGateway(options: GatewayOptions): Catalogue {
  const { http, log, remembersOutage = false, now = Date.now } = options;
  const resilience = createResilience({ ...options, remembersOutage });
  const flights = createSingleFlight();
  const lists = createPager();
  const searches = createPager();
  /** Learned of the gateway, nobody's in particular. */
  let hasSessionPath = true;

  function send<T>(
    by: { person: CataloguePerson; pass?: CataloguePass },
    call: Call<T>,
  ): Promise<T> {
    const { route, id, body, schema } = call;
    const path = route.replace(":id", () => segment(id));
    const query = call.query === undefined ? "" : `?${queryOf(call.query)}`;
    const { token, ks } = by.pass ?? {};
    const secrets = [token, ks, ...call.secrets ?? []];
    // Identical calls of one person at one time are one call.
    const key = JSON.stringify([token, path + query, body]);
    return flights.run(key, () =>
      resilience.run(async (timeoutMs) => {
        const answer = await http.send({
          url: options.url + path + query,
          timeoutMs,
          ...(body === undefined ? {} : { body }),
          ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
        }).catch((error) => {
          throw unanswered(error);
        });
        return read(answer, { schema, secrets, asked: options.url + route });
      }, { route, person: by.person.discordId, item: id, isRepeatable: true }));
  }

  /** The entries of a list, each judged alone. */
  async function entries(
    by: Viewer,
    call: Omit<Call<unknown>, "schema">,
  ): Promise<Entries> {
    const told = await send(by, { ...call, schema: ListAnswer })
      .catch((error) => {
        throw unlisted(error);
      });
    requireReal(told);
    const why: string[] = [];
    const judged = told.map((entry) => {
      const result = judgeEntry(entry, by.pass);
      if ("video" in result) return result.video;
      why.push(result.leftOut);
      return null;
    });
    if (why.length > 0) {
      log.warn("entries_left_out", {
        route: call.route,
        count: why.length,
        why: [...new Set(why)],
      });
    }
    return judged;
  }

  async function authenticate(
    person: CataloguePerson,
    call: Omit<Call<unknown>, "schema">,
  ): Promise<CataloguePass> {
    const answer = await send({ person }, { ...call, schema: AuthAnswer })
      .catch((error) => {
        throw unadmitted(error);
      });
    return passOf(answer, { nowMs: now() });
  }

  async function playUrl(by: Viewer, id: string): Promise<string> {
    const { playUrl } = await send(by, {
      route: "/videos/:id/play",
      id,
      body: {},
      schema: PlayUrlAnswer,
    });
    return playUrl;
  }

  /** @returns `undefined` where the gateway gives no KS for one video. */
  async function sessionKs(
    by: Viewer,
    id: string,
  ): Promise<string | undefined> {
    if (!hasSessionPath) return undefined;
    try {
      const { ks } = await send(by, {
        route: "/videos/:id/session",
        id,
        body: {},
        schema: SessionAnswer,
      });
      return ks;
    } catch (error) {
      if (!(error instanceof MissingPath && error.isAbsent)) throw error;
      hasSessionPath = false;
      return undefined;
    }
  }

  /**
   * The KS in the address of the player was made for this person and video;
   * the one that came with the token may lack the entitlement.
   * @see SPEC V13
   */
  async function play(by: Viewer, id: string): Promise<Playable> {
    const address = await playUrl(by, id);
    requireRealAddress(address);
    const partner = by.pass.partnerId ?? partnerOf(address);
    const found = {
      playUrl: address,
      ...(partner === undefined ? {} : { partnerId: partner }),
    };
    const ks = ksIn(address) ?? await sessionKs(by, id);
    if (ks !== undefined) return { ...found, ks };
    if (by.pass.ks !== undefined) {
      return { ...found, ks: by.pass.ks, isPassKs: true };
    }
    throw new CatalogueFault("bad_gateway_answer", {
      cause: "neither play nor session nor sign-in gave a KS",
    });
  }

  async function get(by: Viewer, id: string): Promise<Video> {
    const { video } = await send(by, {
      route: "/videos/:id",
      id,
      schema: VideoAnswer,
    });
    requireReal([video]);
    const judged = judgeEntry(video, by.pass);
    // Kaltura's refusal comes as an entry without an id.
    if ("video" in judged && judged.video.id === id) return judged.video;
    throw new CatalogueFault("unknown_video", {
      cause: "leftOut" in judged ? judged.leftOut : "another id",
    });
  }

  return {
    name: "gateway",
    async check() {
      const person = { discordId: "", username: "", roles: [] };
      try {
        await send({ person }, { route: "/videos", schema: v.unknown() });
      } catch (error) {
        // Who has no token is refused, by the gateway itself.
        if (!isRefusedPerson(error)) throw unlisted(error);
      }
    },
    signIn: ({ discordId, username, roles }) =>
      authenticate({ discordId, username, roles }, {
        route: "/auth/token",
        body: { discordId, username, roles },
      }),
    refresh: ({ person, pass: { token } }) =>
      authenticate(person, {
        route: "/auth/refresh",
        body: { token },
        secrets: [token],
      }),
    list: (by, { page, pageSize }) =>
      lists.page(
        (paging) => entries(by, { route: "/videos", query: sizes(paging) }),
        { page, pageSize, list: by.pass.token },
      ),
    search: (by, { q, page, pageSize }) =>
      searches.page(
        (paging) =>
          entries(by, {
            route: "/videos/search",
            query: { q, ...sizes(paging) },
          }),
        { page, pageSize, list: JSON.stringify([by.pass.token, q]) },
      ),
    get,
    async session(by, id) {
      return await sessionKs(by, id) ?? (await play(by, id)).ks;
    },
    play,
    async liveState(by, id) {
      const { isLive } = await get(by, id);
      return isLive === undefined ? "unknown" : isLive ? "on" : "off";
    },
  };
}

/** Both dialects read their own names for a page's size. */
function sizes({ page, pageSize }: { page: number; pageSize: number }) {
  return { page, pageSize, limit: pageSize };
}

function queryOf(values: Record<string, string | number>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(values).map(([name, value]) => [name, String(value)]),
  );
}

/**
 * An id as one path segment that reaches a video and nothing else.
 * @see SPEC V3
 */
function segment(id: string | undefined): string {
  if (v.is(VideoId, id) && id !== "search") return id;
  throw new CatalogueFault("unknown_video");
}
