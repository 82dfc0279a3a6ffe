/**
 * The way in: from an opened frame through sign-in to the room, and again
 * when it failed.
 * @module
 */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../api/api.ts";
import type { Phase } from "../model/session.ts";
import type { Launch } from "../launch/launch.ts";
import type { RoomLink } from "../room/link.ts";
import { loadPart } from "../page/on_demand.ts";
import { sentenceOf } from "../page/sentence.ts";
import type { SignedIn } from "./sign_in.ts";
import { t } from "../../shared/texts.ts";

/** Wait for the room before the person is told, ms. Chosen: several tries of the socket. */
const JOIN_MS = 15_000;

/** One person on their way in. */
export interface Entrance {
  phase: ReadonlySignal<Phase>;
  signedIn: ReadonlySignal<SignedIn | null>;
  link: ReadonlySignal<RoomLink | null>;
  /** What the frame's address says; `null` before `enter()`. */
  launch(): Launch | null;
  /** Goes in. @param options `clientId`: Discord's id of this application. */
  enter(options: { clientId: string }): void;
  /** Goes in again. */
  retry(): void;
  /** The room is there. */
  arrived(): void;
  /** Ends with a sentence for the person. @param code The server's word for it. */
  fail(reason: string, code?: string): void;
  leave(): void;
}

interface EntranceOptions {
  api: Pick<Api, "signIn" | "isOver" | "ticket">;
  /** A command was refused. */
  onRefused(message: string): void;
}

type WayIn = typeof import("./way_in.ts");

/** Makes an entrance that nobody has used. Browser only from `enter()` on. */
export function createEntrance(
  { api, onRefused }: EntranceOptions,
): Entrance {
  const phase = signal<Phase>({ step: "idle" });
  const signedIn = signal<SignedIn | null>(null);
  const link = signal<RoomLink | null>(null);
  let clientId = "";
  let launch: Launch | null = null;
  let signIn: (() => Promise<SignedIn>) | null = null;
  /** Runs while the room is awaited. */
  let joining: ReturnType<typeof setTimeout> | undefined;
  /** The room has kept the person waiting; it is still being tried. */
  let isLate = false;
  /** Counts entries, so that one that was given up changes nothing. */
  let entry = 0;

  function fail(reason: string, code?: string) {
    // The film does not play on behind the words.
    leave();
    phase.value = {
      step: "failed",
      reason,
      ...(code === undefined ? {} : { code }),
    };
  }

  function stopWaiting() {
    clearTimeout(joining);
    isLate = false;
  }

  function waitForRoom() {
    joining = setTimeout(() => {
      isLate = true;
      phase.value = {
        step: "failed",
        reason: t().session.noAnswer,
      };
    }, JOIN_MS);
  }

  function prepare(
    { parseLaunch, createSignIn }: WayIn,
  ): (() => Promise<SignedIn>) | null {
    launch = parseLaunch(location.search);
    if (!launch) return null;
    return createSignIn({
      clientId,
      launch,
      api,
      onStep: (step) => phase.value = { step },
    });
  }

  function begin() {
    leave();
    void goIn();
  }

  async function goIn() {
    const mine = ++entry;
    try {
      const wayIn = await loadPart(() => import("./way_in.ts"));
      if (mine !== entry) return;
      signIn ??= prepare(wayIn);
      if (!signIn) {
        fail(t().session.insideDiscord);
        return;
      }
      const person = await signIn();
      if (mine !== entry) return;
      batch(() => {
        signedIn.value = person;
        phase.value = { step: "joining" };
        link.value = wayIn.createRoomLink({
          ticket: (snapshot) =>
            api.ticket(snapshot, launch?.link.creatorId ?? null),
          onRefused,
          onOutdated: () => fail(t().errors.updated),
        });
        waitForRoom();
      });
    } catch (error) {
      if (mine === entry) fail(sentenceOf(error));
    }
  }

  function leave() {
    entry++;
    stopWaiting();
    link.peek()?.dispose();
    link.value = null;
  }

  return {
    phase,
    signedIn,
    link,
    launch: () => launch,
    enter(options) {
      ({ clientId } = options);
      begin();
    },
    retry: begin,
    arrived() {
      if (phase.peek().step !== "joining" && !isLate) return;
      stopWaiting();
      phase.value = { step: "ready" };
    },
    fail,
    leave,
  };
}
