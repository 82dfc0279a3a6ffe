/**
 * The real server as its own process, from a production build, for tests and
 * benchmarks.
 * @module
 */

/** Options of {@linkcode startServer}. */
interface ServerOptions {
  /** Environment beside what every test needs. */
  env?: Record<string, string>;
  /** @default {a free port} */
  port?: number;
  /** Who serves the build: our own process, or Deno as on Deno Deploy. @default {"serve.ts"} */
  entry?: "serve.ts" | "deno serve";
  /** Flags for Deno beside its rights; for `serve.ts` only. */
  flags?: readonly string[];
  /** Whom it may reach, as `--allow-net` lists them. @default {everybody} */
  net?: readonly string[];
  /** Files that it may have open, as `ulimit -n` says. @default {this process's} */
  maxFiles?: number;
}

/** A running server. */
export interface RunningServer {
  port: number;
  pid: number;
  origin: string;
  /** All that it has logged. */
  log(): string;
  /** Its exit code, once it has ended. */
  over: Promise<number>;
  /** Ends it in order, or at once with `SIGKILL`. @returns Its exit code. */
  stop(signal?: Deno.Signal): Promise<number>;
}

/** Longest wait for a server to listen, ms. */
const START_MS = 30_000;

let build: Promise<void> | null = null;

/** How `deno task serve` runs it: a small nursery and an early collection cost no time, and a third of the memory less. */
const V8_FLAGS = "--v8-flags=--max-semi-space-size=4,--heap-growing-percent=80";

/** What the server may do, as `deno task serve` has it; whom a test names it may reach. */
const RIGHTS = [
  "--no-prompt",
  "--allow-env",
  "--allow-read=.",
  "--allow-net",
];

/** Builds the app, once in a test run. */
function buildApp(): Promise<void> {
  return build ??= run(["run", "-A", "dev.ts", "build"]);
}

/** Starts a server and waits until it answers. */
export async function startServer(
  options: ServerOptions = {},
): Promise<RunningServer> {
  await buildApp();
  const port = options.port ?? freePort();
  const rights = RIGHTS.map((right) =>
    right === "--allow-net" && options.net
      ? `${right}=${options.net.join(",")}`
      : right
  );
  const child = spawnServer({ ...options.env, PORT: String(port) }, {
    args: options.entry === "deno serve"
      ? ["serve", ...rights, `--port=${port}`, "_fresh/server.js"]
      : ["run", V8_FLAGS, ...rights, ...options.flags ?? [], "serve.ts"],
    ...(options.maxFiles === undefined ? {} : { maxFiles: options.maxFiles }),
  });
  const logged = collect(child);
  const origin = `http://localhost:${port}`;
  const deadline = performance.now() + START_MS;
  while (!await answers(`${origin}/api/health`)) {
    if (performance.now() > deadline || logged.isOver()) {
      throw new Error(`The server does not start:\n${logged.text()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    port,
    pid: child.pid,
    origin,
    log: logged.text,
    over: Promise.all([child.status, logged.over]).then(([{ code }]) => code),
    async stop(signal = "SIGTERM") {
      if (!logged.isOver()) child.kill(signal);
      const { code } = await child.status;
      await logged.over;
      return code;
    },
  };
}

/** Starts a server that is expected to end by itself. @returns Its exit code and what it said. */
export async function runServerToEnd(
  env: Record<string, string>,
): Promise<{ code: number; text: string }> {
  await buildApp();
  const child = spawnServer(env);
  const logged = collect(child);
  const { code } = await child.status;
  await logged.over;
  return { code, text: logged.text() };
}

/** A port that nobody listens on now. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function spawnServer(
  env: Record<string, string>,
  { args = ["run", ...RIGHTS, "serve.ts"], maxFiles }: {
    args?: string[];
    maxFiles?: number;
  } = {},
): Deno.ChildProcess {
  const deno = Deno.execPath();
  const isBounded = maxFiles !== undefined;
  return new Deno.Command(isBounded ? "sh" : deno, {
    args: isBounded
      ? ["-c", `ulimit -n ${maxFiles}; exec "$0" "$@"`, deno, ...args]
      : args,
    cwd: new URL("../..", import.meta.url),
    // Nothing of the machine's environment decides a test.
    clearEnv: true,
    env: { ...inherited(), NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

function inherited(): Record<string, string> {
  const names = ["PATH", "HOME", "DENO_DIR", "TMPDIR"];
  return Object.fromEntries(
    names.map((name) => [name, Deno.env.get(name)])
      .filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

function collect(child: Deno.ChildProcess) {
  let text = "";
  let isOver = false;
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoderStream();
    for await (const part of stream.pipeThrough(decoder as never)) {
      text += part;
    }
  };
  const over = Promise.all([read(child.stdout), read(child.stderr)]).then(
    () => {
      isOver = true;
    },
  );
  return { text: () => text, isOver: () => isOver, over };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

async function run(args: string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: new URL("../..", import.meta.url),
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
}
