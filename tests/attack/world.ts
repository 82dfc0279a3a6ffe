/**
 * A server under attack, and the people who must not notice: two in a room,
 * one of whom presses while the other sees it, and somebody who asks for health.
 * @module
 */
import * as v from "valibot";
import type { RoomTarget } from "./room_attacks.ts";
import { freePort, type RunningServer, startServer } from "../e2e/server.ts";
import {
  codeFor,
  openSocket,
  signIn,
  type Visitor,
  type VisitorSocket,
} from "../e2e/visitor.ts";
import { collectGarbage, connectInspector } from "../support/inspector.ts";

/** What attackers have. */
export interface World {
  server: RunningServer;
  /** Where they ask. */
  origin: string;
  /** A session of theirs, in a room of their own. */
  attacker: Visitor;
  /** A room that one of them is in, and rightly. */
  room: RoomTarget;
  /** A code of their own. */
  code(instance: string): Promise<string>;
  /** Sends bytes on a new connection. @returns It, or `null` when it was refused. */
  raw(text: string): Promise<Deno.TcpConn | null>;
}

/** What was seen meanwhile. */
export interface Findings {
  /** Times of health's answers, ms, in order of size. */
  healthMs: number[];
  /** Health that did not answer 200. */
  healthFaults: string[];
  /** Times from a press to its sight in the other page, ms, in order of size. */
  controlMs: number[];
}

/** See the module. */
export interface AttackedServer extends World {
  /** Watches until `stop()`. */
  watch(): { stop(): Promise<Findings> };
  /** Memory of the process, bytes. */
  memory(): Promise<number>;
  /** The same without what nobody uses any more: V8 gives that back when it likes. */
  memoryKept(): Promise<number>;
  close(): Promise<number>;
}

/** Files that the server may have open: what most systems give. */
const MAX_FILES = 1024;
/** Time in which V8 gives pages back after a collection, ms. Chosen: read at once, it was 60 MB more at times. */
const GIVING_BACK_MS = 100;
/** Time between two presses, ms. */
const PRESS_MS = 250;
/** Time between two signs of life of a page, ms. */
const PING_MS = 3000;
const Health = v.object({
  healthMs: v.array(v.number()),
  healthFaults: v.array(v.string()),
});
type Health = v.InferOutput<typeof Health>;
const PAGE_BYTES = 4096;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts the server, with two people in a room and an attacker signed in. */
export async function startAttacked(
  { maxFiles = MAX_FILES, env = {} }: {
    maxFiles?: number;
    env?: Record<string, string>;
  } = {},
): Promise<AttackedServer> {
  const inspectPort = freePort();
  const server = await startServer({
    maxFiles,
    flags: [`--inspect=127.0.0.1:${inspectPort}`],
    // Whatever is asked for leads to this machine, where nothing listens.
    env: {
      ...env,
      HOST: hasIpv6() ? "::" : "127.0.0.1",
      // Of an application that nobody here can sign for.
      DISCORD_PUBLIC_KEY: "0123456789abcdef".repeat(4),
      KALTURA_CDN_URL: "http://127.0.0.1:1",
      KALTURA_HOSTS: "127.0.0.1",
    },
  });
  const { port } = server;
  const origin = `http://127.0.0.1:${port}`;
  // Others come from elsewhere: an address that attacks has only itself to blame.
  const calm = hasIpv6() ? `http://[::1]:${port}` : origin;
  const enter = async (person: number) => {
    const visitor = await signIn(calm, { instance: "i-calm", person });
    return openSocket(calm, { ticket: await visitor.ticket() });
  };
  const host = await enter(1);
  const { room: { epoch } } = await host.next("welcome");
  const guest = await enter(2);
  const { room: { rev } } = await guest.next("welcome");
  const attacker = await signIn(origin, { instance: "i-evil", person: 0 });
  const guestOfTheirs = await signIn(origin, { instance: "i-evil", person: 3 });
  const living = setInterval(() => {
    for (const socket of [host, guest]) socket.send({ type: "ping", t0: 1 });
  }, PING_MS);
  const press = presser({ host, guest, epoch, rev });

  const memory = async () => {
    const statm = await Deno.readTextFile(`/proc/${server.pid}/statm`);
    return Number(statm.split(" ")[1]) * PAGE_BYTES;
  };

  return {
    server,
    origin,
    attacker,
    room: { origin, ticket: () => guestOfTheirs.ticket() },
    code: (instance) => codeFor(origin, { instance }),
    async raw(text) {
      try {
        const conn = await Deno.connect({ hostname: "127.0.0.1", port });
        await conn.write(new TextEncoder().encode(text));
        return conn;
      } catch {
        // Refused, as an attacker must expect.
        return null;
      }
    },
    watch() {
      let isOver = false;
      const controlMs: number[] = [];
      const asker = new Worker(
        new URL("health_worker.ts", import.meta.url),
        { type: "module" },
      );
      asker.postMessage({ origin: calm });
      const control = async () => {
        while (!isOver) {
          controlMs.push(await press());
          await pause(PRESS_MS);
        }
      };
      const controlling = control();
      return {
        async stop() {
          isOver = true;
          await controlling;
          const told = new Promise<Health>((resolve) =>
            asker.onmessage = ({ data }) => resolve(v.parse(Health, data))
          );
          asker.postMessage("stop");
          const findings = { ...await told, controlMs };
          for (const list of [findings.healthMs, controlMs]) {
            list.sort((a, b) => a - b);
          }
          return findings;
        },
      };
    },
    memory,
    async memoryKept() {
      using inspector = await connectInspector(inspectPort);
      await collectGarbage(inspector);
      await pause(GIVING_BACK_MS);
      return await memory();
    },
    async close() {
      clearInterval(living);
      host.close();
      guest.close();
      return await server.stop();
    },
  };
}

/** Presses "who may control" and waits until the other page has it. */
function presser(
  { host, guest, epoch, rev: known }: {
    host: VisitorSocket;
    guest: VisitorSocket;
    epoch: string;
    rev: number;
  },
): () => Promise<number> {
  let rev = known;
  let isOpen = false;
  return async () => {
    isOpen = !isOpen;
    rev++;
    const startMs = performance.now();
    host.send({
      type: "command",
      id: `press-${rev}`,
      epoch,
      rev: rev - 1,
      command: {
        type: "set_control",
        control: isOpen ? "everyone" : "host",
      },
    });
    await guest.next("patch", (patch) => patch.rev === rev);
    return performance.now() - startMs;
  };
}

/** Whether this machine has a second address of its own. */
function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrNotAvailable) return false;
    // What a system without IPv6 says differs.
    if (error instanceof Error && /os error 97/.test(error.message)) {
      return false;
    }
    throw error;
  }
}
