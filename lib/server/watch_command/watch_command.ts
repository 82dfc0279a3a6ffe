/**
 * The command `/watch`: searches the catalogue while somebody types, remembers
 * what they picked and opens the Activity.
 * @module
 */
import { LRUCache } from "lru-cache";
import { withDeadline } from "../../shared/deadline.ts";
import { DomainError } from "../../shared/errors.ts";
import { formatTime } from "../../shared/format.ts";
import { WATCH } from "../../shared/watch_command.ts";
import { MAX_QUERY_LENGTH } from "../../shared/limits.ts";
import { type Video, VideoId } from "../../shared/video/video.ts";
import * as v from "valibot";
import { type Caller, createCaller } from "../auth/caller.ts";
import type { Catalogue, CataloguePass } from "../catalogue/catalogue.ts";
import { nameOf } from "../discord/person.ts";
import type { Quotas } from "../limits/quotas.ts";
import { notePerson } from "../log/trail.ts";
import { clip } from "../upstream/clip.ts";
import type { VideoService } from "../videos/service.ts";
import type { Choices } from "./choices.ts";
import {
  type Choice,
  type Interaction,
  type InteractionAnswer,
  LAUNCH_ACTIVITY,
  offer,
  PONG,
  sayToThem,
  type UsedCommand,
} from "./interaction.ts";

/** Answers what Discord sends. */
export type WatchCommand = (
  interaction: Interaction,
) => Promise<InteractionAnswer>;

/** Options of {@linkcode createWatchCommand}. */
export interface WatchCommandOptions {
  /** Id of the application whose commands these are. */
  clientId: string;
  catalogue: Catalogue;
  videos: VideoService;
  choices: Choices;
  quotas: Pick<Quotas, "catalogue">;
  /** ms since epoch. @default {Date.now} */
  now?: () => number;
}

/** Time for an answer, ms. Source: Discord's documentation, 3 s for the first answer; less the way there and back. */
const ANSWER_MS = 2500;
/** Most choices of one answer, and most characters of each of its texts. Source: Discord's documentation. */
const MAX_CHOICES = 25;
const MAX_CHOICE_LENGTH = 100;
/** Types of commands: one that is typed, and the one that opens the Activity. Source: Discord's documentation. */
const CHAT_INPUT = 1;
const ENTRY_POINT = 4;
/** Before the id of a video that was picked from the list, which is told so from what somebody typed. */
const PICKED = "v_";
/** People whose way into the catalogue is kept, and for how long, ms. Chosen: it is asked at each keystroke, by a person at a time; roles may change. */
const MAX_PASSES = 500;
const PASS_MS = 300_000;

/** Makes it. @see SPEC D41, D42 */
export function createWatchCommand(options: WatchCommandOptions): WatchCommand {
  const { clientId, catalogue, videos, choices, quotas } = options;
  const { now = Date.now } = options;
  const passes = new LRUCache<string, CataloguePass>({
    max: MAX_PASSES,
    ttl: PASS_MS,
  });

  /** Discord's signature says who asks, and with which roles, as its API does at a sign-in. */
  async function asThem<T>(
    { member, user }: UsedCommand,
    ask: (caller: Caller) => Promise<T>,
  ): Promise<T> {
    const account = member?.user ?? user;
    if (!account) {
      throw new DomainError("bad_request", "Nobody is named in the request.");
    }
    const { id } = account;
    notePerson(id);
    quotas.catalogue.take(id);
    const roles = member?.roles ?? [];
    const key = [id, ...roles.toSorted()].join(" ");
    const api = passes.get(key);
    const caller = createCaller({
      user: { id, username: nameOf(account, member?.nick), avatarUrl: null },
      instanceId: "",
      roles,
      ...(api ? { api } : {}),
      signedInAtMs: now(),
    }, { catalogue, now });
    try {
      return await withDeadline(ask(caller), {
        ms: ANSWER_MS,
        late: () =>
          new DomainError(
            "gateway_timeout",
            "The library is slow right now. Try again in a moment.",
          ),
      });
    } finally {
      const newest = caller.session.api;
      if (newest) passes.set(key, newest);
    }
  }

  const search = async (caller: Caller, text: string, pageSize: number) => {
    const q = text.trim().slice(0, MAX_QUERY_LENGTH);
    const paging = { page: 1, pageSize };
    const found = q === ""
      ? await videos.list(caller, paging)
      : await videos.search(caller, { ...paging, q });
    return found.videos;
  };

  /** What was picked from the list, or the first that is found for what was typed. */
  async function find(caller: Caller, text: string): Promise<Video | null> {
    const id = text.startsWith(PICKED) ? text.slice(PICKED.length) : text;
    if (v.is(VideoId, id)) {
      const known = await videos.get(caller, id).catch(nullIfUnknown);
      if (known) return known;
    }
    const [first] = await search(caller, text, MAX_CHOICES);
    return first ?? null;
  }

  async function pick(used: UsedCommand, text: string) {
    const found = await asThem(used, async (caller) => {
      const video = await find(caller, text);
      if (!video) return null;
      const { channel_id: channelId } = used;
      await choices.put(
        { userId: caller.session.user.id, channelId },
        video.id,
      );
      return video;
    });
    return found ? LAUNCH_ACTIVITY : sayToThem(
      "Nothing in the library goes by that name. Try other words, or leave " +
        `the field empty and pick inside Cowatch.`,
    );
  }

  return async function answer(interaction) {
    if (interaction.type === 1) return PONG;
    const { application_id, data } = interaction;
    if (application_id !== clientId) {
      throw new DomainError("bad_request", "This is another application.");
    }
    // Discord opens the Activity itself, unless an operator has it ask.
    if (data.type === ENTRY_POINT) return LAUNCH_ACTIVITY;
    if (data.type !== CHAT_INPUT || data.name !== WATCH.name) {
      return interaction.type === 4
        ? offer([])
        : sayToThem("Cowatch does not know this command.");
    }
    const text = data.options.find(({ name }) => name === WATCH.option)?.value
      ?.trim() ?? "";
    if (interaction.type === 4) {
      const found = await asThem(
        interaction,
        (caller) => search(caller, text, MAX_CHOICES),
      );
      return offer(found.slice(0, MAX_CHOICES).map(choiceOf));
    }
    if (text === "") return LAUNCH_ACTIVITY;
    try {
      return await pick(interaction, text);
    } catch (error) {
      // Discord shows no status: to a person it would be silence.
      if (!(error instanceof DomainError)) throw error;
      return sayToThem(error.message);
    }
  };
}

function nullIfUnknown(error: unknown): null {
  if (error instanceof DomainError && error.code === "unknown_video") {
    return null;
  }
  throw error;
}

function choiceOf({ id, title, duration }: Video): Choice {
  const length = duration > 0 ? ` (${formatTime(duration)})` : "";
  const room = MAX_CHOICE_LENGTH - length.length;
  return { name: clip(title.trim() || id, room) + length, value: PICKED + id };
}
