/**
 * Feeds a `<video>` by hls.js. Recovers from what passes, renews a permission
 * that ended without losing the place, and gives up after a bounded number of
 * tries.
 * @module
 */
import type HlsClass from "hls.js";
import type { ErrorData, HlsConfig, InFlightFragments } from "hls.js";
import { stretchesOf } from "../../captions/caption_clock.ts";
import { fetchCaptions } from "../../captions/caption_pieces.ts";
import { createCaptions } from "../../captions/captions.ts";
import { skipHoles } from "../hole_skip.ts";
import {
  failure,
  fromHlsError,
  isPassing,
  type MediaFailure,
  refusalOfHls,
} from "../media_errors.ts";
import { datePlaylists } from "./programme.ts";
import { empty, type FeedOptions, type MediaFeed } from "../media_feed.ts";
import { createHlsChoices } from "./choices.ts";
import { createRefusals } from "./refusals.ts";
import { createRenewal } from "./renewal.ts";
import { keepGrant } from "../media_grant.ts";

/** Tries after a failed request, each twice as late as the former. Chosen: spans about half a minute. */
const NETWORK_TRIES = 6;
/** Delay before the first of them, ms. Chosen: hls.js has waited on its own before. */
const NETWORK_DELAY_MS = 500;
/** Restarts of the decoder, until media plays again. Source: hls.js API, "recoverMediaError". */
const MEDIA_TRIES = 2;
/** Media kept ahead, s. Chosen: rides out a weak minute, and stays far below the proxy's limits. */
const BUFFER_AHEAD_S = 30;
/** Media kept behind, s. Chosen: short jumps back need no request. */
const BUFFER_BEHIND_S = 30;

/** What begins this soon after a place belongs to it, s. Chosen: segments begin some frames off. */
const AT_PLACE_S = 0.5;
/** States of a loader of hls.js whose fragment is not on its way. Source: hls.js, `State`. */
const RESTING: ReadonlySet<string> = new Set([
  "STOPPED",
  "IDLE",
  "ENDED",
  "ERROR",
]);

/** What is the same for every video. */
const CONFIG: Partial<HlsConfig> = {
  // Discord's page policy may forbid workers made from blobs.
  enableWorker: false,
  liveDurationInfinity: true,
  // A room stays whole segments behind.
  lowLatencyMode: false,
  startFragPrefetch: true,
  maxBufferLength: BUFFER_AHEAD_S,
  backBufferLength: BUFFER_BEHIND_S,
  capLevelToPlayerSize: true,
  // Captions are ours in both builds.
  subtitleTrackController: undefined,
  subtitleStreamController: undefined,
  timelineController: undefined,
};

/** Begins to feed. @param options `onSounds`: called instead when the video has sounds of their own, which the light build cannot play. */
export function feedByLibrary(
  video: HTMLVideoElement,
  Hls: typeof HlsClass,
  options: FeedOptions & { onSounds?: () => void },
): MediaFeed {
  const { renew } = options;
  const renewed = createRenewal(renew);
  let grant = keepGrant({ manifestUrl: options.url, renew });
  let url = options.url;
  let networkTries = 0;
  let mediaTries = 0;
  let renewals = 0;
  // The place that was refused; what lies before it says nothing about it.
  let refusedAt = 0;
  let isParsed = false;
  let hasStarted = false;
  let isRenewing = false;
  let isRefilling = false;
  let isDisposed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** MPEG time of the video's zero by discontinuity, s. */
  let mpegStarts: (number | undefined)[] = [];
  const hls = new Hls({
    ...CONFIG,
    // Of a broadcast hls.js knows where live is; nobody else does yet.
    startPosition: options.isLive ? -1 : options.startAt,
    async xhrSetup(xhr, address) {
      xhr.open("GET", options.rewrite(await grant.fresh(address)), true);
    },
  });
  const dated = datePlaylists(hls, Hls.Events, {
    isLive: options.isLive,
    onUndated: () => giveUp(failure("undated")),
  });

  const refusals = createRefusals(hls, {
    position: place,
    async renew() {
      grant = keepGrant({ manifestUrl: await renewed(), renew });
    },
    onChange: () => choices.refused(),
  });

  /** Where to go on, s. */
  function place(): number {
    return hasStarted ? video.currentTime : options.startAt;
  }

  const captions = createCaptions(video, {
    async fetchText(address, signal) {
      const from = options.rewrite(await grant.fresh(address));
      return await fetchCaptions(from, signal);
    },
    stretches: () =>
      stretchesOf(hls.latestLevelDetails?.fragments ?? [], mpegStarts),
  });

  const choices = createHlsChoices(hls, {
    captions,
    captionFiles: options.captions ?? [],
    refusals,
    onChoices: options.onChoices,
  });

  const stopSkipping = skipHoles(video, {
    isComing: (place) => isComing(hls.inFlightFragments, place),
  });

  function dispose() {
    isDisposed = true;
    stopSkipping();
    clearTimeout(timer);
    video.removeEventListener("canplay", onCanPlay);
    captions.dispose();
    hls.destroy();
    empty(video);
  }

  function giveUp(final: MediaFailure) {
    dispose();
    options.onFailure(final);
  }

  function onCanPlay() {
    if (isRefilling) {
      isRefilling = false;
      options.onRefill("done");
    } else {
      hasStarted = true;
      options.onReady();
    }
  }

  /** Loads the video anew with a new permission, from where it is. */
  async function refill(failed: MediaFailure) {
    if (!renew || renewals++ > 0) return giveUp(failed);
    isRenewing = true;
    hls.stopLoad();
    try {
      url = await renewed();
    } catch {
      if (!isDisposed) giveUp(failed);
      return;
    } finally {
      isRenewing = false;
    }
    if (isDisposed) return;
    grant = keepGrant({ manifestUrl: url, renew });
    hls.config.startPosition = dated.programme() || options.isLive
      ? -1
      : place();
    if (hasStarted) {
      isRefilling = true;
      options.onRefill("began");
      video.addEventListener("canplay", onCanPlay, { once: true });
    }
    isParsed = false;
    hls.loadSource(url);
  }

  function onError(_name: string, data: ErrorData) {
    if (isRenewing) return;
    const refusal = refusalOfHls(data);
    if (refusal && !isPassing(refusal.failed.kind)) {
      if (refusals.take(data, refusal)) return;
      refusedAt = data.frag?.start ?? 0;
      if (refusal.mayRenew) return void refill(refusal.failed);
      return giveUp(refusal.failed);
    }
    if (!data.fatal) return;
    const failed = fromHlsError(data);
    if (data.type === "mediaError" && failed.kind === "unknown") {
      return mediaTries++ < MEDIA_TRIES
        ? hls.recoverMediaError()
        : giveUp(failure("unsupported"));
    }
    if (!isPassing(failed.kind) || networkTries >= NETWORK_TRIES) {
      return giveUp(failed);
    }
    const delayMs = NETWORK_DELAY_MS * 2 ** networkTries++;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isParsed) refusals.startLoad(place());
      else hls.loadSource(url);
    }, delayMs);
  }

  hls.on(Hls.Events.ERROR, onError);
  hls.on(Hls.Events.MANIFEST_PARSED, (_name, data) => {
    if (options.onSounds && data.audioTracks.some((sound) => sound.url)) {
      return options.onSounds();
    }
    isParsed = true;
    refusals.forget();
    choices.manifest(data.subtitleTracks);
  });
  hls.on(Hls.Events.AUDIO_TRACKS_UPDATED, choices.sounds);
  hls.on(Hls.Events.INIT_PTS_FOUND, (_name, { id, timestampOffsets }) => {
    if (id !== "main") return;
    mpegStarts = timestampOffsets.map(({ baseTime, timescale }) =>
      baseTime / timescale
    );
    captions.rearrange();
  });
  hls.on(Hls.Events.FRAG_BUFFERED, (_name, { frag }) => {
    networkTries = 0;
    mediaTries = 0;
    if (frag.end > refusedAt) renewals = 0;
    refusals.came(frag);
  });
  video.addEventListener("canplay", onCanPlay, { once: true });
  hls.attachMedia(video);
  hls.loadSource(url);

  return { choices, programme: dated.programme, dispose };
}

/** Whether hls.js is about to bring what belongs to a place, or has given up for a while only. */
function isComing({ main, audio }: InFlightFragments, place: number): boolean {
  return [main, audio].some((flight) =>
    flight?.frag && flight.frag.start <= place + AT_PLACE_S &&
    flight.frag.end > place &&
    !RESTING.has(flight.state)
  );
}
