/**
 * The proxies of `deploy/proxy/`, run on loopback by their very files: only the
 * port, the certificate and where the server listens are the test's.
 * @module
 */
import { freePort } from "../e2e/server.ts";

/** A running proxy. */
export interface Proxy extends AsyncDisposable {
  port: number;
}

/** One of those that are documented. */
interface ProxyKind {
  name: "nginx" | "caddy";
  isInstalled: boolean;
  start(upstreamPort: number): Promise<Proxy>;
}

/** The name that the certificate is for. */
export const NAME = "cowatch.kaltura.com";

const ROOT = new URL("../../", import.meta.url);
const TLS = new URL("tests/support/fakes/tls/", ROOT).pathname;
const [CERTIFICATE, KEY] = [`${TLS}leaf.pem`, `${TLS}leaf_key.pem`];
/** Longest wait for a start, ms. */
const START_MS = 10_000;

/** How to ask a proxy. */
export const TRUST: Deno.StartTlsOptions = {
  hostname: NAME,
  caCerts: [Deno.readTextFileSync(`${TLS}ca.pem`)],
};

/** Puts other words in place of some. @throws {Error} Where one is not there: the file has changed. */
function adapted(text: string, words: Readonly<Record<string, string>>) {
  return Object.entries(words).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`there is no "${from}"`);
    return text.replaceAll(from, to);
  }, text);
}

async function has(program: string, flag: string): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(program, {
      args: [flag],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Runs a proxy until it is disposed of. */
async function run(
  { port, folder, program, args }: {
    port: number;
    folder: string;
    program: string;
    args: string[];
  },
): Promise<Proxy> {
  const child = new Deno.Command(program, {
    args,
    env: { HOME: folder },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const said = new Response(child.stderr).text();
  let isOver = false;
  void child.status.then(() => isOver = true);
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      break;
    } catch (error) {
      if (isOver) throw new Error(await said, { cause: error });
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await said;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

const read = (path: string) => Deno.readTextFile(new URL(path, ROOT));

/** All of them. */
export const PROXIES: readonly ProxyKind[] = [
  {
    name: "nginx",
    isInstalled: await has("nginx", "-v"),
    async start(upstreamPort) {
      const port = freePort();
      const folder = await Deno.makeTempDir({ prefix: "cowatch-nginx-" });
      const lives = "/etc/letsencrypt/live/cowatch.example.com";
      const site = adapted(await read("deploy/proxy/nginx.conf"), {
        "listen 443": `listen 127.0.0.1:${port}`,
        [`${lives}/fullchain.pem`]: CERTIFICATE,
        [`${lives}/privkey.pem`]: KEY,
        "server_name cowatch.example.com": `server_name ${NAME}`,
        "127.0.0.1:8000": `127.0.0.1:${upstreamPort}`,
      });
      await Deno.writeTextFile(`${folder}/site.conf`, site);
      // What Debian's own file has around it, in a folder of the test's.
      await Deno.writeTextFile(
        `${folder}/nginx.conf`,
        [
          "daemon off;",
          // Its workers write bodies into the test's folder.
          ...Deno.uid() === 0 ? ["user root;"] : [],
          `pid ${folder}/pid;`,
          `error_log ${folder}/error.log;`,
          "worker_processes 1;",
          "events { worker_connections 4096; }",
          "http {",
          "access_log off;",
          ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((what) =>
            `${what}_temp_path ${folder}/${what};`
          ),
          `include ${folder}/site.conf;`,
          "}",
        ].join("\n"),
      );
      const args = ["-p", folder, "-c", `${folder}/nginx.conf`];
      // Before its configuration is read it writes elsewhere.
      return await run({
        port,
        folder,
        program: "nginx",
        args: ["-e", `${folder}/error.log`, ...args],
      });
    },
  },
  {
    name: "caddy",
    isInstalled: await has("caddy", "version"),
    async start(upstreamPort) {
      const port = freePort();
      const folder = await Deno.makeTempDir({ prefix: "cowatch-caddy-" });
      const file = adapted(await read("deploy/proxy/Caddyfile"), {
        "\tservers {": "\tadmin off\n\tauto_https off\n\tservers {",
        "cowatch.example.com {": [
          `https://${NAME}:${port} {`,
          "\tbind 127.0.0.1",
          `\ttls ${CERTIFICATE} ${KEY}`,
        ].join("\n"),
        "127.0.0.1:8000": `127.0.0.1:${upstreamPort}`,
      });
      await Deno.writeTextFile(`${folder}/Caddyfile`, file);
      return await run({
        port,
        folder,
        program: "caddy",
        args: [
          ...["run", "--adapter", "caddyfile"],
          ...["--config", `${folder}/Caddyfile`],
        ],
      });
    },
  },
];
