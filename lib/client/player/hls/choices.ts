/**
 * What a viewer chooses of a video that hls.js plays, kept in terms that
 * outlast a reload.
 * @module
 */
import type Hls from "hls.js";
import type { MediaPlaylist } from "hls.js";
import {
  type Captions,
  type CaptionSource,
  fileSources,
} from "../../captions/captions.ts";
import type { CaptionFile } from "../../../shared/video/video.ts";
import type { PlayerChoices, PlayerTrack } from "../choices.ts";
import { qualities } from "../quality.ts";
import type { Refusals } from "./refusals.ts";

/** What the choices are read from, and made on. */
interface HlsChoicesOptions {
  captions: Pick<Captions, "show">;
  /** Captions for where the manifest names none. */
  captionFiles: readonly CaptionFile[];
  refusals: Pick<Refusals, "has">;
  onChoices(): void;
}

/** The choices of one player of hls.js. */
interface HlsChoices extends PlayerChoices {
  /** A manifest was read: what was chosen before is chosen in it too. */
  manifest(captionPlaylists: readonly MediaPlaylist[]): void;
  /** The sounds of a manifest are known. */
  sounds(): void;
  /** What was chosen may be what was refused. */
  refused(): void;
}

/** Makes the choices of a player that has no manifest yet. */
export function createHlsChoices(
  hls: Hls,
  { captions, captionFiles, refusals, onChoices }: HlsChoicesOptions,
): HlsChoices {
  let sources: CaptionSource[] = [];
  let height: number | null = null;
  let quality: number | null = null;
  let captionId: string | null = null;
  let soundId: string | null = null;

  function showCaptions() {
    captions.show(sources.find(({ id }) => id === captionId) ?? null);
  }

  function applySound() {
    const index = hls.audioTracks.findIndex((sound) =>
      idOf(sound) === soundId && !refusals.has(sound)
    );
    if (index >= 0 && index !== hls.audioTrack) hls.audioTrack = index;
  }

  return {
    now() {
      const sound = hls.audioTracks[hls.audioTrack];
      const sounds = hls.audioTracks
        .filter((sound) => !refusals.has(sound)).map(trackOf);
      return {
        qualities: qualities(
          hls.levels.flatMap((level, id) => {
            const { height, bitrate } = level;
            return refusals.has(level) ? [] : [{ id, height, bitrate }];
          }),
        ),
        quality,
        captionTracks: sources.map(({ id, language, label }) => ({
          id,
          language,
          label,
        })),
        captionTrack: captionId,
        audioTracks: sounds.length > 1 ? sounds : [],
        audioTrack: sound ? idOf(sound) : null,
      };
    },
    setQuality(id) {
      quality = id;
      height = id === null ? null : hls.levels[id]?.height ?? null;
      hls.nextLevel = id ?? -1;
      onChoices();
    },
    setCaptionTrack(id) {
      captionId = id;
      showCaptions();
      onChoices();
    },
    setAudioTrack(id) {
      soundId = id;
      applySound();
      onChoices();
    },
    manifest(captionPlaylists) {
      sources = captionsOf(captionPlaylists);
      if (sources.length === 0) sources = fileSources(captionFiles);
      if (height !== null) {
        hls.nextLevel = hls.levels.findIndex((level) =>
          level.height === height
        );
      }
      showCaptions();
      onChoices();
    },
    sounds() {
      applySound();
      onChoices();
    },
    refused() {
      if (hls.autoLevelEnabled) quality = height = null;
      onChoices();
    },
  };
}

/** Each caption once: a manifest names it for every group of qualities. */
function captionsOf(playlists: readonly MediaPlaylist[]): CaptionSource[] {
  const sources = new Map<string, CaptionSource>();
  for (const playlist of playlists) {
    const track = trackOf(playlist);
    if (playlist.url && !sources.has(track.id)) {
      sources.set(track.id, { ...track, url: playlist.url });
    }
  }
  return [...sources.values()];
}

function trackOf(playlist: MediaPlaylist): PlayerTrack {
  const { lang = "", name } = playlist;
  return { id: idOf(playlist), language: lang, label: name || lang };
}

function idOf({ lang = "", name }: MediaPlaylist): string {
  return `${lang} ${name}`;
}
