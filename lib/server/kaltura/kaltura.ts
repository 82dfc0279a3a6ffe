/**
 * Kaltura directly, as a catalogue: for who has an account and no gateway. A
 * person's pass is a KS that reads the catalogue as them; what plays is another
 * KS, made for that person and that one entry at each play.
 * @module
 */
import * as v from "valibot";
import { VideoId } from "../../shared/video/video.ts";
import type { Log } from "../log/log.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import { createResilience } from "../catalogue/resilience.ts";
import { createSingleFlight } from "../upstream/single_flight.ts";
import type {
  Catalogue,
  CataloguePass,
  CataloguePerson,
  Viewer,
} from "../catalogue/catalogue.ts";
import { CatalogueFault } from "../catalogue/faults.ts";
import { createKalturaApi, type KalturaRequest } from "./api.ts";
import {
  judgeKalturaEntry,
  ListAnswer,
  listBody,
  type OnLeftOut,
  pageOf,
} from "./entries.ts";
import { KalturaRefusal } from "./refusals.ts";
import { createKalturaExtras } from "./extras.ts";
import { createKalturaSessions, type KalturaCredentials } from "./sessions.ts";

interface KalturaOptions {
  /** Such as `https://www.kaltura.com/api_v3`. */
  url: string;
  partnerId: string;
  credentials: KalturaCredentials;
  /** The context of the account's entitlements, if it has them. */
  privacyContext?: string | undefined;
  /** Deadline of a call with its retries, ms. */
  timeoutMs: number;
  http: HttpClient;
  log: Log;
  /** ms since epoch. */
  now: () => number;
  /** See `createResilience`. @default {false} */
  remembersOutage?: boolean;
}

/** Lets a person see what others have put in. Source: kaltura/server, `KalturaEntryService::initService`. */
const READS_ALL = "list:*";
/** How an HLS stream is called. Source: Kaltura's API, `KalturaPlaybackProtocol`. */
const HLS = "applehttp";
/** Nobody: whom the look at the start is made as. */
const NOBODY = "cowatch";

/** Makes the catalogue of one account. @see SPEC V30–V33 */
export function createKaltura(options: KalturaOptions): Catalogue {
  const { partnerId, log, remembersOutage = false } = options;
  const api = createKalturaApi({
    ...options,
    resilience: createResilience({ ...options, remembersOutage }),
  });
  const sessions = createKalturaSessions({ api, ...options });
  const flights = createSingleFlight();
  const context = options.privacyContext === undefined
    ? []
    : [`privacycontext:${options.privacyContext}`];

  async function passOf(userId: string): Promise<CataloguePass> {
    const { ks, expiresAtMs } = await sessions.start(userId, [
      READS_ALL,
      ...context,
    ]);
    return { token: ks, expiresAtMs, partnerId };
  }

  function signIn(person: CataloguePerson): Promise<CataloguePass> {
    const userId = userOf(person);
    return flights.run(`pass ${userId}`, () => passOf(userId));
  }

  /** Identical reads of one person at one time are one call. */
  function ask<T>(
    { person, pass }: Viewer,
    request: Omit<KalturaRequest<T>, "ks" | "person">,
  ): Promise<T> {
    const { name, body } = request;
    return flights.run(
      `${name} ${JSON.stringify(body)} ${pass.token}`,
      () => api.call({ ...request, ks: pass.token, person: person.discordId }),
    );
  }

  const leftOut: OnLeftOut = (why) =>
    log.warn("entries_left_out", {
      count: why.length,
      why: [...new Set(why)],
    });

  async function playKs({ person }: Viewer, id: string): Promise<string> {
    // It stands among privileges, where a comma would give another.
    requireVideoId(id);
    const { ks } = await sessions.start(userOf(person), [
      `sview:${id}`,
      ...context,
    ]);
    return ks;
  }

  return {
    name: "kaltura",
    async check() {
      const { token } = await passOf(NOBODY);
      await api.call({
        name: "baseEntry.list",
        ks: token,
        body: listBody({ page: 1, pageSize: 1 }),
        schema: ListAnswer,
        person: NOBODY,
      });
    },
    signIn,
    refresh: ({ person }) => signIn(person),
    async list(by, paging) {
      const answer = await ask(by, {
        name: "baseEntry.list",
        body: listBody(paging),
        schema: ListAnswer,
      });
      return pageOf(answer, { ...paging, partnerId, onLeftOut: leftOut });
    },
    async search(by, { q, ...paging }) {
      const answer = await ask(by, {
        name: "baseEntry.list",
        body: listBody(paging, { freeText: q }),
        schema: ListAnswer,
      });
      return pageOf(answer, { ...paging, partnerId, onLeftOut: leftOut });
    },
    async get(by, id) {
      requireVideoId(id);
      const entry = await ask(by, {
        // `media.get` refuses live entries.
        name: "baseEntry.get",
        body: { entryId: id },
        schema: v.looseObject({ id: v.string() }),
        item: id,
      });
      const judged = judgeKalturaEntry(entry, partnerId);
      if ("video" in judged) return judged.video;
      throw new CatalogueFault("unknown_video", { cause: judged.leftOut });
    },
    session: playKs,
    async play(by, id) {
      return { ks: await playKs(by, id), partnerId };
    },
    async liveState(by, id) {
      try {
        const isLive = await ask(by, {
          name: "liveStream.isLive",
          body: { id, protocol: HLS },
          schema: v.boolean(),
          item: id,
        });
        return isLive ? "on" : "off";
      } catch (error) {
        const isUntold = error instanceof KalturaRefusal &&
          error.reason === "LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED";
        if (!isUntold) throw error;
        return "unknown";
      }
    },
    extras: createKalturaExtras({
      ask,
      partnerId,
      apiUrl: options.url,
      leftOut,
    }),
  };
}

/** @see SPEC V3 @throws {CatalogueFault} `unknown_video` */
function requireVideoId(id: string): void {
  if (!v.is(VideoId, id) || id === "search") {
    throw new CatalogueFault("unknown_video");
  }
}

/** Whom Kaltura knows a person as. */
function userOf({ discordId }: CataloguePerson): string {
  return `discord_${discordId}`;
}
