/**
 * A wire between two processes that a test can damage.
 * @module
 */

/** What the wire does: passes all on, late, silently nothing, or is cut. */
type WireState = "whole" | "slow" | "silent" | "cut";

interface TcpProxy {
  port: number;
  /** Local port that new connections lead to; those that stand stay where they are. */
  target: number;
  state: WireState;
  /** Cuts what is connected now; new connections follow `state`. */
  cut(): void;
  /** Silently lets nothing more through what is connected now; new connections are whole. */
  forget(): void;
  close(): void;
}

/** Delay of each piece while the wire is slow, ms. */
const SLOW_MS = 200;

/** Puts a wire in front of a local port. */
export function startTcpProxy(target: number): TcpProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const forgotten = new WeakSet<Deno.Conn>();
  const proxy: TcpProxy = {
    port: listener.addr.port,
    target,
    state: "whole",
    cut() {
      for (const one of open) close(one);
    },
    forget() {
      for (const one of open) forgotten.add(one);
      proxy.state = "whole";
    },
    close() {
      listener.close();
      proxy.cut();
    },
  };

  function close(one: Deno.Conn) {
    open.delete(one);
    try {
      one.close();
    } catch (error) {
      // The other direction has closed it.
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async function carry(from: Deno.Conn, to: Deno.Conn) {
    const bytes = new Uint8Array(64 * 1024);
    try {
      for (;;) {
        const size = await from.read(bytes);
        if (size === null) break;
        if (proxy.state === "slow") {
          await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
        }
        // What is sent into a silent wire is gone for good: TCP would send it
        // again, but a middlebox that forgot the connection never lets it pass.
        if (proxy.state === "silent" || forgotten.has(from)) continue;
        let sent = 0;
        while (sent < size) sent += await to.write(bytes.subarray(sent, size));
      }
    } catch {
      // Cut on one side; the other side hears of it below.
    }
    close(from);
    close(to);
  }

  async function accept() {
    for await (const client of listener) {
      if (proxy.state === "cut") {
        client.close();
        continue;
      }
      open.add(client);
      Deno.connect({ hostname: "127.0.0.1", port: proxy.target }).then(
        (server) => {
          open.add(server);
          void carry(client, server);
          void carry(server, client);
        },
        () => close(client),
      );
    }
  }
  accept().catch((error) => {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  });
  return proxy;
}
