/**
 * Stands between strangers and the HTTP server, which neither counts
 * connections nor ends silent ones: accepts them, waits for a request's head,
 * and only then passes bytes on, both ways, to the server on loopback.
 * @module
 */
import { networkOf } from "../http/client_address.ts";
import {
  type FrontLink,
  isHttp1,
  passOn,
  type Phase,
  readHead,
} from "./link.ts";
import { isOutOfFiles } from "./file_table.ts";
import { FRONT, type FrontLimits } from "./limits.ts";
import type { Log } from "../log/log.ts";

/** See the module. */
export interface Front {
  /** Whose connection it is that the server sees from a port of loopback. */
  peerOf(port: number): string | undefined;
  /** Rejects when the listener fails for good; resolves when it is closed. */
  finished: Promise<void>;
  /** Ends the connection that has been silent for longest. @returns Whether there was one. */
  shed(): boolean;
  /** Sizes, for tests. */
  stats(): { open: number; silent: number };
  close(): void;
}

/** Options of {@linkcode startFront}. */
export interface FrontOptions {
  /** The server's port on loopback, now. */
  port: () => number;
  log: Log;
  /** Files that connections may use together. @default {without end} */
  maxFiles?: number;
  /** @default {FRONT} */
  limits?: FrontLimits;
  /** Whose a connection is, judged by its address. @default {networkOf} */
  ownerOf?: (hostname: string) => string;
}

/** Files of a connection that the server has, too: the peer's, and both ends of the one on loopback. */
const FILES_PASSED = 3;
/** Phases in which a connection waits for its peer alone. */
const IDLE_PHASES: readonly Phase[] = ["head", "answer"];
/** Answer to a request for which there is no room. */
const BUSY = new TextEncoder().encode(
  "HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\n" +
    "content-length: 0\r\nconnection: close\r\n\r\n",
);

/** Starts to accept. @see SPEC X1 */
export function startFront(
  listener: Deno.TcpListener,
  {
    port,
    log,
    maxFiles = Infinity,
    limits = FRONT,
    ownerOf = networkOf,
  }: FrontOptions,
): Front {
  const links = new Set<FrontLink>();
  /** In order of arrival, so the first silent one has been so for longest. */
  const owners = new Map<string, Set<FrontLink>>();
  /** Connections that the server has, too. */
  let passed = 0;
  // One address leaves the others something of what there is.
  const perOwner = Math.min(
    limits.perOwner,
    Math.floor(maxFiles / FILES_PASSED * limits.ownerShare),
  );
  const peers = new Map<number, string>();
  let isClosed = false;

  function add(link: FrontLink, own: Set<FrontLink>) {
    links.add(link);
    owners.set(link.owner, own.add(link));
  }

  function remove(link: FrontLink) {
    links.delete(link);
    const own = owners.get(link.owner);
    own?.delete(link);
    if (own?.size === 0) owners.delete(link.owner);
  }

  /** Ends whatever has waited too long for its peer. */
  function sweep() {
    const nowMs = performance.now();
    for (const link of links) {
      const limitMs = limits.patienceMs[link.phase];
      if (nowMs - link.sinceMs > limitMs) link.end();
    }
  }
  const sweeper = setInterval(sweep, limits.sweepMs);

  /** Ends the connection that has waited for its peer for longest. @returns Whether there was one. */
  function shed(among: ReadonlySet<FrontLink>): boolean {
    let idlest: FrontLink | null = null;
    for (const link of among) {
      if (!IDLE_PHASES.includes(link.phase)) continue;
      if (idlest === null || link.sinceMs < idlest.sinceMs) idlest = link;
    }
    idlest?.end();
    return idlest !== null;
  }

  /**
   * Ends the request that has been under way for longest, of the owner who has
   * most of them, unless the newcomer's has as many. @returns Whether it did.
   */
  function crowdOut(newcomer: string): boolean {
    let most = requestsOf(owners.get(newcomer)).length;
    let longest: FrontLink | undefined;
    for (const [owner, own] of owners) {
      const requests = owner === newcomer ? [] : requestsOf(own);
      if (requests.length <= most) continue;
      most = requests.length;
      longest = requests.reduce((one, other) =>
        other.sinceMs < one.sinceMs ? other : one
      );
    }
    longest?.end();
    return longest !== undefined;
  }

  /** Makes room for so many files of an owner's. @returns Whether there is. */
  function spare(files: number, owner: string): boolean {
    const used = () => links.size + passed * (FILES_PASSED - 1);
    while (used() + files > maxFiles) {
      if (!shed(links) && !crowdOut(owner)) return false;
    }
    return true;
  }

  async function serve(conn: Deno.TcpConn) {
    const peer = conn.remoteAddr.hostname;
    let isPassed = false;
    const link: FrontLink = {
      conn,
      upstream: null,
      owner: ownerOf(peer),
      phase: "head",
      sinceMs: performance.now(),
      end() {
        remove(link);
        // Its files are free from now on, not once its ways have ended.
        if (isPassed) passed--;
        isPassed = false;
        shut(conn);
        if (link.upstream) shut(link.upstream);
      },
    };
    const own = owners.get(link.owner) ?? new Set();
    const isOver = own.size >= perOwner && !shed(own);
    if (isOver || !spare(1, link.owner)) return shut(conn);
    const silent = [...own].filter(({ phase }) => phase === "head");
    if (silent.length >= limits.silentPerOwner) silent[0]?.end();
    add(link, own);
    let upstreamPort: number | undefined;
    try {
      const head = await readHead(conn, limits.maxHeadBytes);
      if (head === null || !links.has(link) || !isHttp1(head)) return;
      link.phase = "request";
      link.sinceMs = performance.now();
      if (!spare(FILES_PASSED - 1, link.owner)) {
        await conn.write(BUSY);
        return;
      }
      isPassed = true;
      passed++;
      const upstream = await Deno.connect({
        hostname: "127.0.0.1",
        port: port(),
      });
      link.upstream = upstream;
      upstreamPort = upstream.localAddr.port;
      peers.set(upstreamPort, peer);
      await passOn(link, { upstream, head });
    } catch (error) {
      // A peer that goes away is no fault; a full table makes room by itself.
      if (isOutOfFiles(error) && !shed(links)) crowdOut(link.owner);
    } finally {
      if (upstreamPort !== undefined) peers.delete(upstreamPort);
      link.end();
    }
  }

  async function accept(): Promise<void> {
    let toldMs = -Infinity;
    while (!isClosed) {
      try {
        void serve(await listener.accept());
      } catch (error) {
        if (isClosed) return;
        if (!isOutOfFiles(error)) throw error;
        const nowMs = performance.now();
        if (nowMs - toldMs > limits.sayAgainMs) {
          toldMs = nowMs;
          log.warn("out_of_files", { open: links.size });
        }
        if (!shed(links)) {
          await new Promise((resolve) => setTimeout(resolve, limits.sweepMs));
        }
      }
    }
  }

  function close() {
    isClosed = true;
    clearInterval(sweeper);
    shut(listener);
    for (const link of links) link.end();
  }

  return {
    peerOf: (port) => peers.get(port),
    shed: () => shed(links),
    finished: accept().finally(close),
    stats: () => ({
      open: links.size,
      silent: [...links].filter(({ phase }) => phase === "head").length,
    }),
    close,
  };
}

function requestsOf(own: ReadonlySet<FrontLink> = new Set()): FrontLink[] {
  return [...own].filter(({ phase }) => phase === "request");
}

function shut(closable: { close(): void }): void {
  try {
    closable.close();
  } catch {
    // The other side, or another step, was first.
  }
}
