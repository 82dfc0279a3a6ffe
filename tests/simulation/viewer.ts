/**
 * A viewer in a simulation: the real room link on a device of its own, and a
 * person who presses things.
 * @module
 */
import "../support/english.ts";
import { createRoomLink, type RoomLink } from "@/lib/client/room/link.ts";
import type { RoomWebSocket } from "@/lib/client/room/socket.ts";
import type { RoomState } from "@/lib/client/room/state.ts";
import type { Command, Room } from "@/lib/shared/room/protocol.ts";
import type { SeededRandom } from "@/tests/support/seeded_random.ts";
import type { VirtualActor } from "@/tests/support/virtual_time.ts";
import type { VirtualLine } from "@/tests/support/virtual_network.ts";
import { VIDEOS } from "@/tests/support/rooms.ts";
import type { MediaReport } from "@/lib/shared/room/protocol.ts";
import type { Referee } from "./referee.ts";

/** What a viewer needs of the world. */
interface ViewerOptions {
  roomId: string;
  /** Who they are; two viewers may be one person with two pages. */
  personId: string;
  device: VirtualActor;
  random: SeededRandom;
  referee: Referee;
  /** Gets a ticket. A rejection means: try again. */
  ticket(snapshot: string | null): Promise<string>;
  connect(ticket: string, page: string): RoomWebSocket;
  /** Spoils the film for the others as far as they are let; `null` for honest people. Chance of their own. */
  malice: SeededRandom | null;
  /** The state on this page changed. */
  onState(room: Room): void;
}

/** How long films are that the catalogue is wrong about, s. */
const LENGTHS: Readonly<Record<string, number>> = { v0: 70, short: 80 };
/** Longest time that a player needs to be ready, ms. */
const READY_MS = 3000;
/** Pause before a refused person loads the page anew, ms. */
const RELOAD_MS = 3000;

/** Time between two deeds of who spoils the film, ms: faster than any budget, slower than the rate of messages. */
const MALICE_MS = 120;

/** See the module. */
export class Viewer {
  /** Who they are. */
  readonly personId: string;
  /** Where. */
  readonly roomId: string;
  /** Their clock. */
  readonly device: VirtualActor;
  /** Who spoils the film has stopped. */
  isCalm = false;
  /** The line of this page, the newest one. */
  line: VirtualLine | null = null;
  #options: ViewerOptions;
  #link: RoomLink | null = null;
  #stop = () => {};
  #seen: { epoch: string; rev: number } | null = null;
  #pastEpochs = new Set<string>();
  #isHidden = false;
  #readyFor = -1;
  #media: MediaReport | null = null;

  /** A closed page. */
  constructor(options: ViewerOptions) {
    this.#options = options;
    this.personId = options.personId;
    this.roomId = options.roomId;
    this.device = options.device;
  }

  /** Opens the page. */
  open(): void {
    if (this.#link) return;
    const { device, random, ticket, connect } = this.#options;
    const link = createRoomLink({
      ticket,
      onRefused() {},
      onOutdated: () => this.#options.referee.blame("an outdated page"),
      world: {
        timers: device,
        random: random.next,
        newId: () => `${this.personId}-${random.word()}`,
        connect,
      },
    });
    this.#link = link;
    // Another page knows nothing of the last one's past.
    this.#seen = null;
    const stops = [
      link.state.subscribe((state) => this.#look(state)),
      link.connection.subscribe((state) => {
        if (state === "refused") this.#reload();
        if (state === "open") this.#report();
      }),
    ];
    const { malice } = this.#options;
    if (malice) stops.push(device.every(MALICE_MS, () => this.#spoil(malice)));
    this.#stop = () => {
      for (const stop of stops) stop();
      link.dispose();
    };
  }

  /** Stalls, is ready by turns or at the last moment, comes and goes, asks for everything. */
  #spoil(malice: SeededRandom) {
    const { gate } = this.room ?? {};
    const link = this.#link;
    if (!link || this.isCalm) return;
    if (malice.chance(0.01)) return this.#reload();
    if (gate?.waitingFor.includes(this.personId)) {
      const isHeld = gate.rev % 2 === 0;
      const leftMs = gate.until - (this.roomNow() ?? 0);
      if (isHeld && leftMs > 300) return;
      return link.send({ type: "ready", rev: gate.rev });
    }
    if (malice.chance(0.1)) return link.send({ type: "resync" });
    if (malice.chance(0.1)) {
      this.#isHidden = !this.#isHidden;
      this.#report();
    }
    link.send({ type: "stalled" });
  }

  /** Closes the page. */
  close(): void {
    this.#stop();
    this.#stop = () => {};
    this.#link = null;
  }

  #reload() {
    this.device.after(RELOAD_MS, () => {
      if (!this.#link) return;
      this.close();
      this.open();
    });
  }

  /** The room on this page; `null` while it is closed. */
  get room(): Room | null {
    return this.#link?.state.peek().room ?? null;
  }

  /** The page is open, whether or not the room hears it. */
  get isOpen(): boolean {
    return this.#link !== null;
  }

  /** The room hears this page. */
  get isConnected(): boolean {
    return this.#link?.connection.peek() === "open";
  }

  /** Room time as this page knows it, ms. */
  roomNow(): number | null {
    return this.#link?.roomNow() ?? null;
  }

  #look({ room }: RoomState) {
    if (!room) return;
    const { referee, onState } = this.#options;
    const { epoch, rev } = room;
    const seen = this.#seen;
    if (seen?.epoch === epoch && seen.rev === rev) return;
    const isBack = seen?.epoch === epoch && rev < seen.rev;
    if (isBack && !referee.hasGoneBack) {
      referee.blame(`${this.personId} went from rev ${seen.rev} to ${rev}`);
    }
    if (seen && seen.epoch !== epoch) {
      this.#pastEpochs.add(seen.epoch);
      if (this.#pastEpochs.has(epoch) && !referee.hasGoneBack) {
        referee.blame(`${this.personId} is back in epoch ${epoch}`);
      }
    }
    this.#seen = { epoch, rev };
    onState(room);
    this.#answerGate(room);
    this.#load(room);
  }

  #answerGate({ gate }: Room) {
    const { device, random } = this.#options;
    if (!gate?.waitingFor.includes(this.personId)) return;
    if (this.#options.malice) return;
    if (this.#readyFor === gate.rev) return;
    this.#readyFor = gate.rev;
    // Now and then somebody is never ready.
    if (random.chance(0.1)) return;
    device.after(random.next() * READY_MS, () => {
      this.#link?.send({ type: "ready", rev: gate.rev });
    });
  }

  #load({ video }: Room) {
    if (!video || video.id === this.#media?.videoId) return;
    const { device, random } = this.#options;
    const { id, duration, kind } = video;
    this.#media = null;
    const length = LENGTHS[id] ?? duration;
    // Now and then somebody has another copy.
    const own = random.chance(0.1) ? length * random.next() + 1 : length;
    device.after(random.next() * READY_MS, () => {
      const roomNowMs = this.roomNow();
      if (roomNowMs === null) return;
      this.#media = {
        videoId: id,
        media: kind === "live"
          ? {
            kind,
            to: roomNowMs / 1000 - own - 5,
            at: roomNowMs,
            span: 60,
            holdBack: 12,
            moves: random.chance(0.1) ? "none" : "both",
          }
          : { kind: "recorded", duration: own },
      };
      this.#report();
    });
  }

  #report() {
    this.#link?.send({
      type: "report",
      report: {
        status: this.#isHidden ? "inactive" : "active",
        rttMs: this.#link.rttMs() ?? 0,
        ...(this.#media ? { media: this.#media } : {}),
      },
    });
  }

  /** Presses something. */
  act(): void {
    const { random } = this.#options;
    const { room } = this;
    const link = this.#link;
    if (!link || !room) return;
    if (random.chance(0.06)) return link.send({ type: "stalled" });
    if (random.chance(0.04)) return link.send({ type: "resync" });
    if (random.chance(0.06)) {
      this.#isHidden = !this.#isHidden;
      return this.#report();
    }
    link.command(this.#wish(room));
  }

  #wish(room: Room): Command {
    const { random } = this.#options;
    const videoId = random.pick([...Object.keys(VIDEOS), "unknown"]);
    const itemId = room.queue.length > 0 ? random.pick(room.queue).id : "none";
    const to = room.members.length > 0 ? random.pick(room.members).id : "none";
    return random.pick<Command>([
      { type: "play" },
      { type: "play" },
      { type: "pause" },
      { type: "pause" },
      { type: "seek", position: random.next() * 110 - 2 },
      { type: "seek", position: random.next() * 50 },
      { type: "rate", rate: random.pick([0.5, 1, 1.5, 2]) },
      { type: "load", videoId },
      { type: "suggest", videoId },
      { type: "suggest", videoId },
      { type: "play_item", itemId },
      { type: "move_item", itemId, to: random.whole(0, 5) },
      { type: "remove_item", itemId },
      { type: "hand_over", to },
      { type: "set_control", control: random.pick(["host", "everyone"]) },
      { type: "set_control", control: "everyone" },
      { type: "set_wait", waitForAll: random.chance(0.7) },
      { type: "continue" },
    ]);
  }
}
