/**
 * A TCP proxy that delays, jitters and stalls what passes through, in order,
 * each way on its own. Loopback only.
 * @module
 */

/** One-way waits. Jitter is spread evenly, ± its value. All in ms. */
export interface Path {
  upMs: number;
  downMs: number;
  jitterMs: number;
}

/** See the module. */
export interface Proxy {
  port: number;
  /** Holds everything back for a time, ms. */
  stall(ms: number): void;
  close(): void;
}

/** Makes a proxy in front of a port. */
export function startProxy(targetPort: number, path: Path): Proxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  let stalledUntil = 0;

  async function pump(
    from: Deno.TcpConn,
    to: Deno.TcpConn,
    delayMs: number,
  ): Promise<void> {
    // TCP keeps its order, so a chunk never overtakes the one before it.
    let freeAt = 0;
    const queue: { bytes: Uint8Array; at: number }[] = [];
    let wake = () => {};
    let isOver = false;
    const write = async () => {
      for (;;) {
        const next = queue[0];
        if (!next) {
          if (isOver) return;
          await new Promise<void>((resolve) => wake = resolve);
          continue;
        }
        const waitMs = Math.max(next.at, stalledUntil) - performance.now();
        if (waitMs > 0) {
          await new Promise((resolve) => setTimeout(resolve, waitMs));
          continue;
        }
        queue.shift();
        for (let sent = 0; sent < next.bytes.length;) {
          sent += await to.write(next.bytes.subarray(sent));
        }
      }
    };
    // A peer that has gone ends the writing; the reading notices by itself.
    const writing = write().catch(() => {});
    const buffer = new Uint8Array(64 * 1024);
    for (;;) {
      const size = await from.read(buffer);
      if (size === null) break;
      const jitter = (Math.random() * 2 - 1) * path.jitterMs / 2;
      freeAt = Math.max(
        freeAt,
        performance.now() + Math.max(0, delayMs + jitter),
      );
      queue.push({ bytes: buffer.slice(0, size), at: freeAt });
      wake();
    }
    isOver = true;
    wake();
    await writing;
    await to.closeWrite().catch(() => {});
  }

  async function serve(client: Deno.TcpConn): Promise<void> {
    const server = await Deno.connect({
      hostname: "127.0.0.1",
      port: targetPort,
    });
    client.setNoDelay();
    server.setNoDelay();
    open.add(client).add(server);
    // Either side may vanish at any time; that ends both.
    await Promise.allSettled([
      pump(client, server, path.upMs),
      pump(server, client, path.downMs),
    ]);
    for (const connection of [client, server]) {
      open.delete(connection);
      try {
        connection.close();
      } catch (error) {
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    }
  }

  (async () => {
    for await (const client of listener) void serve(client).catch(() => {});
  })();

  return {
    port: listener.addr.port,
    stall(ms) {
      stalledUntil = performance.now() + ms;
    },
    close() {
      listener.close();
      for (const connection of open) {
        try {
          connection.close();
        } catch (error) {
          if (!(error instanceof Deno.errors.BadResource)) throw error;
        }
      }
    },
  };
}
