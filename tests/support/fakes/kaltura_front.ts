/**
 * Kaltura's own host names, for a server under test that takes nothing but
 * https from `*.kaltura.com`: a proxy that such a server is told of by its
 * environment, with the fakes behind it. Nothing leaves the machine.
 * @module
 */

/** See the module. */
export interface KalturaFront extends AsyncDisposable {
  /** Environment of the server under test. */
  env: Record<string, string>;
  /** Hosts that were asked for and are not there. */
  strangers: string[];
}

const FOLDER = new URL("./tls/", import.meta.url);

/**
 * Starts the proxy.
 * @param answer Plays all of Kaltura; the request's URL has the real host.
 */
export async function startKalturaFront(
  answer: (request: Request) => Response | Promise<Response>,
): Promise<KalturaFront> {
  const [cert, key] = await Promise.all([
    Deno.readTextFile(new URL("leaf.pem", FOLDER)),
    Deno.readTextFile(new URL("leaf_key.pem", FOLDER)),
  ]);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert, key, onListen() {} },
    answer,
  );
  const strangers: string[] = [];
  const proxy = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const accepting = accept();

  async function accept(): Promise<void> {
    for await (const client of proxy) {
      void tunnel(client).catch(() => {
        // Whoever hung up will say so in their place.
      });
    }
  }

  async function tunnel(client: Deno.Conn): Promise<void> {
    open.add(client);
    try {
      const [, host = ""] = /^CONNECT (\S+):443 /.exec(
        await headOf(client),
      ) ?? [];
      if (!host.endsWith(".kaltura.com")) {
        strangers.push(host);
        await client.write(bytes("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
        return;
      }
      const upstream = await Deno.connect({
        hostname: "127.0.0.1",
        port: server.addr.port,
      });
      open.add(upstream);
      await client.write(bytes("HTTP/1.1 200 OK\r\n\r\n"));
      await Promise.allSettled([
        client.readable.pipeTo(upstream.writable),
        upstream.readable.pipeTo(client.writable),
      ]);
    } finally {
      open.delete(client);
      close(client);
    }
  }

  return {
    env: {
      HTTPS_PROXY: `http://127.0.0.1:${proxy.addr.port}`,
      // The runtime asks for its own news otherwise.
      DENO_NO_UPDATE_CHECK: "1",
      DENO_CERT: new URL("ca.pem", FOLDER).pathname,
    },
    strangers,
    async [Symbol.asyncDispose]() {
      proxy.close();
      for (const connection of open) close(connection);
      await accepting;
      await server.shutdown();
    },
  };
}

/** Reads a request's head; a proxy's client waits for the answer before it goes on. */
async function headOf(connection: Deno.Conn): Promise<string> {
  let head = "";
  const buffer = new Uint8Array(4096);
  while (!head.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null) break;
    head += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return head;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
