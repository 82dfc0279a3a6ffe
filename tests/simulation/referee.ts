/**
 * Judges what happens in a simulation by rules of its own: laws that must
 * hold for every change, said in another way than the code says them.
 * @module
 */
import type {
  RoomDocument,
  StoredMember,
} from "@/lib/room/document/document.ts";
import type { Moment } from "@/lib/room/operation.ts";
import { isRejection, type Operation } from "@/lib/room/operation.ts";
import type { Rules } from "@/lib/server/hub/room/updates.ts";
import {
  GATE_MS,
  HOST_GRACE_MS,
  MAX_CONNECTIONS_PER_MEMBER,
  MAX_QUEUE_LENGTH,
  PATIENCE_MS,
  PATIENCE_WINDOW_MS,
} from "@/lib/shared/limits.ts";
import type { Command, Room, Timeline } from "@/lib/shared/room/protocol.ts";

/** Stops for one person's stalls within any minute: the last of one account and all of the next. */
const MAX_STOPS = 5;

/** How a document came about. */
interface Decision {
  base: RoomDocument;
  operation: Operation;
  moment: Moment;
}

/** See the module. */
export class Referee {
  /** What was found to be wrong, the first thing first. */
  readonly faults: string[] = [];
  /** A store has forgotten something: what was said before may be unsaid. */
  hasGoneBack = false;
  /** Accepted command ids by room: the revisions that applied them. */
  readonly accepted: Map<string, Map<string, string[]>> = new Map();
  /** Commands that the room answered without having to change. */
  readonly idle: Set<string> = new Set();
  /** By room and person: when the room began to stand for them, and for how long, ms. */
  #stops = new Map<string, { sinceMs: number; ms: number }[]>();
  #decisions = new WeakMap<RoomDocument, Decision>();
  #states = new Map<string, string>();

  /** Says that something is wrong. */
  blame(fault: string): void {
    this.faults.push(fault);
  }

  /** Rules that tell the referee what they decide. */
  watch(rules: Rules): Rules {
    return {
      ...rules,
      reduce: (base, operation, moment) => {
        const result = rules.reduce(base, operation, moment);
        if (isRejection(result)) {
          this.#judgeRefusal(base, operation, result.rejected);
        } else {
          this.#decisions.set(result, { base, operation, moment });
          if (result === base && operation.type === "command") {
            this.idle.add(operation.commandId);
          }
        }
        return result;
      },
    };
  }

  #judgeRefusal(base: RoomDocument, operation: Operation, code: string) {
    if (operation.type !== "command" || code !== "not_allowed") return;
    if (isAllowed(base, operation.memberId, operation.command)) {
      this.blame(`${operation.command.type} was refused to who may`);
    }
  }

  /** A store has written `after` over `before`. */
  commit(before: RoomDocument | null, after: RoomDocument): void {
    const decision = this.#decisions.get(after);
    if (!decision) return this.blame("a document that nobody decided");
    const { base } = decision;
    const isOtherLife = before?.epoch !== after.epoch;
    if (before && !isOtherLife && !this.hasGoneBack) {
      if (after.rev !== before.rev + 1) {
        this.blame(`rev ${before.rev} is followed by ${after.rev}`);
      }
    }
    this.#judgeState(after);
    this.#judgeVersion(after);
    if (base !== after) this.#judgeChange(decision, after);
    this.#count(before, after);
  }

  /** One version has one state. */
  #judgeVersion(after: RoomDocument) {
    const version = `${after.id} ${after.epoch}:${after.rev}`;
    const digest = digestOf(after);
    const known = this.#states.get(version);
    if (known !== undefined && known !== digest && !this.hasGoneBack) {
      this.blame(`two states of ${version}`);
    }
    this.#states.set(version, digest);
  }

  #count(before: RoomDocument | null, after: RoomDocument) {
    const ids = this.accepted.get(after.id) ?? new Map<string, string[]>();
    this.accepted.set(after.id, ids);
    const known = new Set(before?.applied.map(({ id }) => id));
    for (const { id } of after.applied) {
      if (known.has(id)) continue;
      const isRecovered = before?.epoch !== after.epoch && ids.has(id);
      if (isRecovered) continue;
      ids.set(id, [...ids.get(id) ?? [], `${after.epoch}:${after.rev}`]);
      if ((ids.get(id)?.length ?? 0) > 1 && !this.hasGoneBack) {
        this.blame(`command ${id} applied twice`);
      }
    }
  }

  /** What holds in every room at every time. */
  #judgeState(room: RoomDocument) {
    const { members, host, timeline, gate, queue } = room;
    const blame = (fault: string) =>
      this.blame(`${fault} in ${room.id} ${room.epoch}:${room.rev}`);
    const ids = members.map(({ id }) => id);
    if (new Set(ids).size !== ids.length) blame("a member twice");
    if (members.length > 0 && (host === null || !ids.includes(host))) {
      blame(`host ${host} is no member`);
    }
    if (members.length === 0 && host !== null) blame("a host of nobody");
    const { position, rate, at } = timeline;
    if (![position, rate, at].every(Number.isFinite)) {
      blame("a timeline that is no number");
    }
    if (position < 0 || position > lengthOf(room)) {
      blame(`position ${position} outside the video`);
    }
    if (timeline.videoId !== (room.video?.id ?? null)) blame("two videos");
    if (queue.length > MAX_QUEUE_LENGTH) blame("a queue without end");
    for (const { id, connections, goneAt } of members) {
      if ((connections.length === 0) !== (goneAt !== null)) {
        blame(`${id} is here and gone`);
      }
    }
    if (gate) {
      if (timeline.playing) blame("a gate that plays");
      if (gate.waitingFor.length === 0) blame("a gate for nobody");
      if (gate.waitingFor.some((id) => !ids.includes(id))) {
        blame("a gate for strangers");
      }
      if (gate.until > at + 2 * GATE_MS) blame("a gate without end");
    }
  }

  #judgeChange({ base, operation, moment }: Decision, after: RoomDocument) {
    const what = operation.type === "command"
      ? operation.command.type
      : operation.type;
    const blame = (fault: string) =>
      this.blame(`${what}: ${fault} (${after.id} ${after.epoch}:${after.rev})`);
    if (operation.type === "command") {
      const { memberId, command } = operation;
      if (!base.members.some(({ id }) => id === memberId)) {
        blame(`${memberId} is no member`);
      }
      if (!isAllowed(base, memberId, command)) {
        blame(`${memberId} may not, ${base.host} is host`);
      }
      if (after.lastAction?.by !== memberId) blame("done by nobody");
    }
    this.#judgePatience({ base, operation, moment }, after, blame);
    this.#judgePeople({ base, operation, moment }, after, blame);
    this.#judgeTime({ base, operation, moment }, after, blame);
  }

  /** Nobody's stalls stop a room often or for long, whatever they do. */
  #judgePatience(
    { base, moment }: Decision,
    after: RoomDocument,
    blame: (fault: string) => void,
  ) {
    const ended = base.gate;
    if (ended?.reason !== "stall" || after.gate?.rev === ended.rev) return;
    for (const id of ended.waitingFor) {
      const name = `${after.id} ${id}`;
      const { since, until } = ended;
      const stops = [...this.#stops.get(name) ?? [], {
        sinceMs: since,
        ms: Math.min(moment.nowMs, until) - since,
      }].filter(({ sinceMs }) => sinceMs > moment.nowMs - PATIENCE_WINDOW_MS);
      this.#stops.set(name, stops);
      const stoodMs = stops.reduce((sum, { ms }) => sum + ms, 0);
      if (this.hasGoneBack) continue;
      if (stoodMs > 2 * PATIENCE_MS || stops.length > MAX_STOPS) {
        blame(`stood ${stops.length} times, ${stoodMs} ms, for ${id}`);
      }
    }
  }

  #judgePeople(
    { base, operation, moment }: Decision,
    after: RoomDocument,
    blame: (fault: string) => void,
  ) {
    const { memberId = "" } = "memberId" in operation ? operation : {};
    const joined = operation.type === "join" &&
      after.members.find(({ id }) => id === operation.member.id);
    if (joined && joined.connections.length > MAX_CONNECTIONS_PER_MEMBER) {
      blame(`${joined.id} has ${joined.connections.length} connections`);
    }
    for (const member of base.members) {
      if (after.members.some(({ id }) => id === member.id)) continue;
      const goneMs = member.goneAt === null ? 0 : moment.nowMs - member.goneAt;
      const hasLeft = operation.type === "leave" &&
        memberId === member.id;
      if (!hasLeft && goneMs < HOST_GRACE_MS) {
        blame(`${member.id} was let go after ${goneMs} ms`);
      }
    }
    if (after.host === base.host) return;
    const isHandedOver = operation.type === "command" &&
      operation.command.type === "hand_over" &&
      operation.command.to === after.host;
    if (isHandedOver) return;
    if (after.members.some(({ id }) => id === base.host)) {
      blame(`${base.host} is here but no host any more`);
    }
    const live = after.members.filter(({ goneAt }) => goneAt === null);
    const heirs = live.length > 0 ? live : after.members;
    const oldest = Math.min(...heirs.map(({ joinedAt }) => joinedAt));
    const heir = after.members.find(({ id }) => id === after.host);
    if (heir && (heir.joinedAt !== oldest || !heirs.includes(heir))) {
      blame(`${after.host} is not the longest-present`);
    }
  }

  /** Media time has no jumps but those that somebody asked for. */
  #judgeTime(
    { base, operation, moment }: Decision,
    after: RoomDocument,
    blame: (fault: string) => void,
  ) {
    if (base.timeline === after.timeline) return;
    const instantMs = moment.nowMs + moment.leadMs;
    const { timeline, video } = after;
    // A broadcast moves by itself; its own tests judge how.
    const isLive = video?.kind === "live";
    if (isLive && operation.type !== "command") return;
    if (Math.abs(timeline.at - instantMs) > 1) {
      blame(`holds at ${timeline.at}, not at ${instantMs}`);
    }
    const was = mediaTime(base.timeline, instantMs, lengthOf(base));
    const is = mediaTime(timeline, instantMs, lengthOf(after));
    const isAtEnd = was >= lengthOf(base);
    // What a broadcast has announced for later is not live yet.
    const isAhead = isLive && base.timeline.at > instantMs;
    const expected = Math.min(
      lengthOf(after),
      isAhead ? newestPlace(base, instantMs) : Infinity,
      expectedPosition(operation, {
        was,
        start: startOf(base),
        isAtEnd,
        isOtherVideo: base.video?.id !== video?.id ||
          base.loadedRev !== after.loadedRev,
      }),
    );
    const isClamped = isLive && operation.type === "command" &&
      operation.command.type === "seek";
    if (Math.abs(is - expected) > 0.001 && !isClamped) {
      blame(`media time ${is} s, expected ${expected} s`);
    }
    const type = operation.type === "command" ? operation.command.type : "";
    const isRunning = timeline.playing || after.gate !== null;
    if (type === "pause" && isRunning) blame("goes on");
    if (type === "play" && !isRunning) blame("stands");
  }
}

function expectedPosition(
  operation: Operation,
  { was, start, isAtEnd, isOtherVideo }: {
    was: number;
    start: number;
    isAtEnd: boolean;
    isOtherVideo: boolean;
  },
): number {
  if (isOtherVideo) return 0;
  if (operation.type !== "command") return was;
  const { command } = operation;
  if (command.type === "seek") return command.position;
  return command.type === "play" && isAtEnd ? start : was;
}

/** Where what is over begins again, s. */
function startOf({ media }: RoomDocument): number {
  return media?.kind === "live" ? media.to - media.span : 0;
}

/** How long what is on is, s: as its viewers found, else as the catalogue says. */
function lengthOf({ video, media }: RoomDocument): number {
  if (!video) return 0;
  if (media?.kind === "recorded") return media.duration;
  // A broadcast that is over.
  if (media?.kind === "live" && media.moves === "none") return media.to;
  return video.duration || Infinity;
}

/** The newest place of a broadcast that can be watched at an instant, s. */
function newestPlace({ media }: RoomDocument, atMs: number): number {
  if (media?.kind !== "live") return Infinity;
  if (media.moves === "none") return media.to;
  const { to, at, span, holdBack, moves } = media;
  const grown = (atMs - at) / 1000;
  const length = moves === "both" ? span : span + grown;
  return to + grown - Math.min(holdBack, length / 2);
}

/** Where a timeline stands at an instant, s. */
function mediaTime(timeline: Timeline, atMs: number, duration: number): number {
  const { position, playing, rate, at } = timeline;
  const moved = playing && atMs > at ? (atMs - at) / 1000 * rate : 0;
  return Math.max(0, Math.min(duration, position + moved));
}

/** Who may do what. */
function isAllowed(room: RoomDocument, by: string, command: Command): boolean {
  if (room.host === by) return true;
  switch (command.type) {
    case "hand_over":
    case "set_control":
    case "set_wait":
      return false;
    case "suggest":
      return true;
    case "remove_item":
      if (
        room.queue.some((one) => one.id === command.itemId && one.by === by)
      ) {
        return true;
      }
      return room.settings.control === "everyone";
    default:
      return room.settings.control === "everyone";
  }
}

/** What viewers may see of a room, as one text. */
export function digestOf(room: Room | RoomDocument): string {
  const { timeline, gate, video, host, settings, queue, lastAction } = room;
  const members = room.members.map((
    { id, joinedAt, goneAt, isHidden }: Room["members"][number] | StoredMember,
  ) => [id, joinedAt, goneAt, isHidden]);
  return JSON.stringify([
    [timeline.videoId, timeline.playing, timeline.position, timeline.rate],
    [timeline.at, timeline.by, gate && [gate.rev, gate.waitingFor, gate.until]],
    [video?.id, host, settings.control, settings.waitForAll, members],
    queue.map(({ id, video, by }) => [id, video.id, by]),
    lastAction && [lastAction.by, lastAction.kind, lastAction.rev],
  ]);
}
