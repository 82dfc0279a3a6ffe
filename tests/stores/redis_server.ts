/**
 * A real Redis for a test: its own process, port and folder.
 * @module
 */
import { freePort } from "../e2e/server.ts";

/** Whether redis-server is here; tests that need it are skipped by name where it is not. */
export const hasRedis: boolean = await isInstalled();

/** A running Redis. */
export interface RedisServer {
  url: string;
  port: number;
  /** Runs a command as somebody else. */
  cli(...args: string[]): Promise<string>;
  /** Stops answering, as behind a broken network. */
  freeze(): void;
  thaw(): void;
  /** Ends it at once. Its data stay on disk if `isDurable`. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Longest wait for a start, ms. */
const START_MS = 10_000;

/** Starts one. `isDurable`: with an append-only file. */
export async function startRedis(
  { isDurable = false } = {},
): Promise<RedisServer> {
  const folder = await Deno.makeTempDir({ prefix: "cowatch-redis-" });
  const port = freePort();
  let child = spawn();

  function spawn(): Deno.ChildProcess {
    return new Deno.Command("redis-server", {
      args: [
        ...["--port", String(port), "--bind", "127.0.0.1"],
        ...["--dir", folder, "--save", ""],
        ...["--appendonly", isDurable ? "yes" : "no"],
        ...["--appendfsync", "always"],
      ],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  }

  async function cli(...args: string[]): Promise<string> {
    const { stdout } = await new Deno.Command("redis-cli", {
      args: ["-p", String(port), ...args],
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout).trim();
  }

  async function ready() {
    const deadline = performance.now() + START_MS;
    while (await cli("PING") !== "PONG") {
      if (performance.now() > deadline) throw new Error("Redis does not start");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async function kill() {
    child.kill("SIGKILL");
    await child.status;
  }

  await ready();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    cli,
    freeze: () => child.kill("SIGSTOP"),
    thaw: () => child.kill("SIGCONT"),
    kill,
    async restart() {
      child = spawn();
      await ready();
    },
    async close() {
      await kill().catch(() => {});
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function isInstalled(): Promise<boolean> {
  try {
    for (const program of ["redis-server", "redis-cli"]) {
      const { success } = await new Deno.Command(program, {
        args: ["--version"],
        stdout: "null",
        stderr: "null",
      }).output();
      if (!success) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
