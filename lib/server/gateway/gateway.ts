/**
 * The catalogue behind a Kaltura-Discord gateway. It holds no identity: each
 * call carries the token of the person it is for.
 * @module
 */
import * as v from "valibot";
import type { Video } from "../../shared/video/video.ts";
import type { Log } from "../log/log.ts";
import type {
  Catalogue,
  CataloguePass,
  CataloguePerson,
  Playable,
  Viewer,
} from "../catalogue/catalogue.ts";
import { judgeEntry, partnerOf } from "../catalogue/entry.ts";
import { CatalogueFault, isRefusedPerson } from "../catalogue/faults.ts";
import { type Call, type CallsOptions, createCalls } from "./calls.ts";
import { MissingPath, notAdmitted, unlisted } from "./faults.ts";
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

/** A call whose answer is not read yet. */
type Unread = Omit<Call<unknown>, "schema">;

/** Time after which a gateway is asked again whether it has a path for sessions, ms. Chosen: one that restarts behind a proxy lacks every path for a while. */
const ASK_AGAIN_MS = 300_000;

/** Options of {@linkcode createGateway}. */
interface GatewayOptions extends CallsOptions {
  log: Log;
  /** ms since epoch. @default {Date.now} */
  now?: () => number;
}

/** Makes a client. */
export function createGateway(options: GatewayOptions): Catalogue {
  const { log, now = Date.now } = options;
  const send = createCalls(options);
  const lists = createPager();
  const searches = createPager();
  /** Until when the gateway is known to have no path for sessions, ms since epoch. */
  let noSessionsUntilMs = 0;

  /** The entries of a list, each judged alone. */
  async function entries(
    by: Viewer,
    call: Unread,
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
    call: Unread,
  ): Promise<CataloguePass> {
    const answer = await send({ person }, { ...call, schema: AuthAnswer })
      .catch((error) => {
        throw notAdmitted(error);
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
    if (now() < noSessionsUntilMs) return undefined;
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
      noSessionsUntilMs = now() + ASK_AGAIN_MS;
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
        { page, pageSize, list: listOf(by) },
      ),
    search: (by, { q, page, pageSize }) =>
      searches.page(
        (paging) =>
          entries(by, {
            route: "/videos/search",
            query: { q, ...sizes(paging) },
          }),
        { page, pageSize, list: listOf(by, q) },
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

/** What somebody sees in the list, or finds: their roles decide too. */
function listOf({ person }: Viewer, q?: string): string {
  return JSON.stringify([person.discordId, person.roles, q]);
}

/** Both dialects read their own names for a page's size. */
function sizes({ page, pageSize }: { page: number; pageSize: number }) {
  return { page, pageSize, limit: pageSize };
}
