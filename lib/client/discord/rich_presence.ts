/**
 * What a person's Discord profile says while they watch: the title, how far,
 * with how many.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { endOf } from "../../shared/room/extent.ts";
import type { Room } from "../../shared/room/protocol.ts";
import { ask } from "./sdk.ts";
import { t } from "../../shared/texts.ts";

/** Time between updates, ms. Source: Discord's clients take about five in 20 s. */
const RICH_PRESENCE_MS = 5000;
/** Longest line that Discord takes, characters. Source: Discord's activity object. */
const MAX_LINE = 128;
/** Activity type "Watching". Source: Discord's activity object. */
const WATCHING = 3;
/** Start times that differ by less are the same, ms: leads and latencies move them a little. Chosen: the profile shows whole seconds. */
const SAME_START_MS = 2000;

/** What the profile shows. Times in ms since epoch. */
interface WatchingActivity {
  type: typeof WATCHING;
  details: string;
  state: string;
  party: { id: string; size: [number, number] };
  timestamps?: { start: number; end: number };
}

/**
 * Decides what the profile shows.
 * @param options `roomNowMs`: room time; `epochNowMs`: this device's wall clock, which Discord draws the bar with.
 * @returns `null` without a video.
 */
export function activityOf(
  room: Room,
  options: { roomNowMs: number; epochNowMs: number; maxMembers: number },
): WatchingActivity | null {
  const { video, timeline, members } = room;
  if (!video) return null;
  const present = members.filter(({ goneAt }) => goneAt === null).length;
  const elapsedMs = Math.max(0, options.roomNowMs - timeline.at) *
    timeline.rate;
  const positionMs = timeline.position * 1000 + elapsedMs;
  const end = endOf(room);
  const isOver = positionMs >= (end ?? Infinity) * 1000;
  const isRunning = timeline.playing && !isOver;
  const start = Math.round(options.epochNowMs - positionMs / timeline.rate);
  return {
    type: WATCHING,
    details: line(video.title),
    state: isRunning ? t().discord.watching : t().discord.paused,
    party: {
      id: line(room.id),
      size: [Math.max(1, present), Math.max(present, options.maxMembers)],
    },
    // A bar needs an end, and a broadcast has no beginning that means anything.
    ...(isRunning && end !== null && room.media?.kind !== "live"
      ? {
        timestamps: {
          start,
          end: Math.round(start + end * 1000 / timeline.rate),
        },
      }
      : {}),
  };
}

/** Whether two activities look the same to people. */
export function looksSame(
  a: WatchingActivity | null,
  b: WatchingActivity | null,
): boolean {
  if (!a || !b) return a === b;
  return a.details === b.details && a.state === b.state &&
    a.party.size[0] === b.party.size[0] &&
    Math.abs((a.timestamps?.start ?? 0) - (b.timestamps?.start ?? 0)) <
      SAME_START_MS;
}

/** Shows activities, no oftener than Discord takes them; the newest wins. */
interface RichPresence {
  show(activity: WatchingActivity | null): void;
  dispose(): void;
}

/** Makes a shower that has shown nothing. */
export function createRichPresence(
  sdk: { commands: Pick<DiscordSDK["commands"], "setActivity"> },
): RichPresence {
  let shown: WatchingActivity | null = null;
  let wanted: WatchingActivity | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRefused = false;

  function send() {
    shown = wanted;
    // An activity of nobody: Discord has no command that clears it for the SDK.
    const activity = shown ?? { type: WATCHING, details: t().discord.choosing };
    ask(sdk.commands.setActivity({ activity })).catch((error) => {
      // A refusal will not change; a late answer may be in time again.
      isRefused = error instanceof Error && "code" in error &&
        error.code === "discord_refused";
    });
    timer = setTimeout(() => {
      timer = undefined;
      if (!looksSame(shown, wanted)) send();
    }, RICH_PRESENCE_MS);
  }

  return {
    show(activity) {
      wanted = activity;
      if (!isRefused && timer === undefined && !looksSame(shown, wanted)) {
        send();
      }
    },
    dispose() {
      isRefused = true;
      clearTimeout(timer);
    },
  };
}

function line(text: string): string {
  const characters = [...text.trim()];
  const cut = characters.length > MAX_LINE
    ? [...characters.slice(0, MAX_LINE - 1), "…"]
    : characters;
  // Discord refuses lines of one character.
  return cut.join("").padEnd(2);
}
