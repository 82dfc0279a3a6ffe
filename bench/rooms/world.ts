/**
 * Everything around the server that is measured: a Discord, a gateway, a
 * store, and the servers themselves, each on the processor it is to have.
 * @module
 */
import {
  freePort,
  type RunningServer,
  startServer,
} from "@/tests/e2e/server.ts";
import { type RedisServer, startRedis } from "@/tests/stores/redis_server.ts";
import { startDiscordApi } from "@/tests/support/fakes/fake_discord_api.ts";
import { startGateway } from "@/tests/support/fakes/fake_gateway.ts";
import type { Scenario } from "./plan.ts";

/** Of the application that all belong to. */
export const CLIENT_ID = "123456789012345678";
/** What sessions are sealed with. */
export const SECRET = "a secret of the benchmark of 32 bytes";

/** Processor of the servers, and of everything else. */
const SERVERS = 0;
const OTHERS = 1;

/** What is measured: processes that answer at addresses. */
export interface Subject {
  origins: string[];
  pids: number[];
  /** Ends it at once and starts it again at the same addresses. */
  restart(): Promise<number[]>;
  stop(): Promise<void>;
}

/** See the module. */
interface World {
  /**
   * Starts Cowatch as a scenario wants it. `inspectPort`: where its inspector
   * listens. Such a server runs where and when the system likes: what takes
   * samples of a thread that comes first on its processor never comes to it.
   */
  startHub(scenario: Scenario, inspectPort?: number): Promise<Subject>;
  startRelay(): Promise<Subject>;
  /** Redis as of the last scenario on it, before it ends. */
  redis: RedisServer | null;
  close(): Promise<void>;
}

/** Starts what lies around the server. */
export function startWorld(): World {
  let size = 0;
  const discord = startDiscordApi({
    clientId: CLIENT_ID,
    clientSecret: "unused",
  });
  discord.onCall((path) => {
    const [, id] = /activity-instances\/(i-[\w-]+)$/.exec(path) ?? [];
    if (!id) return null;
    discord.calls.length = 0;
    return Response.json(instance(id, size));
  });
  const video = {
    id: "0_v1",
    title: "A film of an hour",
    duration: 3600,
    createdAt: "2026-01-01T00:00:00Z",
  };
  const gateway = startGateway("plan", { entries: () => [video] });
  gateway.intercept = (route) =>
    route.startsWith("GET /videos/") ? Response.json({ video }) : null;

  const world: World = {
    redis: null,
    async startHub(scenario, inspectPort) {
      const { store = "memory", instances = 1 } = scenario;
      size = scenario.size;
      const redis = store === "redis" ? await startRedis() : null;
      world.redis = redis;
      const ports = Array.from({ length: instances }, freePort);
      const start = () =>
        Promise.all(ports.map((port) =>
          startServer({
            port,
            flags: inspectPort ? [`--inspect=127.0.0.1:${inspectPort}`] : [],
            env: {
              NODE_ENV: "production",
              DISCORD_CLIENT_ID: CLIENT_ID,
              DISCORD_CLIENT_SECRET: "unused",
              DISCORD_BOT_TOKEN: "unused",
              DISCORD_API_URL: discord.url,
              SESSION_SECRET: SECRET,
              API_GATEWAY_URL: gateway.url,
              ROOM_MAX_MEMBERS: "2000",
              TRUSTED_PROXIES: "1",
              ROOM_STORE: store,
              ...(redis ? { REDIS_URL: redis.url } : {}),
            },
          })
        ));
      let servers = await start();
      const pin = async () => {
        if (inspectPort) return;
        await Promise.all(servers.map(({ pid }) => prefer(pid, SERVERS)));
      };
      const kill = (all: readonly RunningServer[]) =>
        Promise.all(all.map((one) => one.stop("SIGKILL")));
      await pin();
      return {
        origins: servers.map(({ origin }) =>
          origin.replace("localhost", "127.0.0.1")
        ),
        pids: servers.map(({ pid }) => pid),
        async restart() {
          await kill(servers);
          servers = await start();
          await pin();
          return servers.map(({ pid }) => pid);
        },
        async stop() {
          await kill(servers);
          await redis?.close();
          world.redis = null;
        },
      };
    },
    async startRelay() {
      const port = freePort();
      const file = new URL("relay.ts", import.meta.url).pathname;
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "--allow-net", file, String(port)],
        stdout: "null",
        stderr: "inherit",
      }).spawn();
      const origin = `http://127.0.0.1:${port}`;
      while (!await answers(origin)) {
        await new Promise((done) => setTimeout(done, 25));
      }
      await prefer(child.pid, SERVERS);
      return {
        origins: [origin],
        pids: [child.pid],
        restart: () => Promise.reject(new Error("The relay does not restart")),
        async stop() {
          child.kill("SIGKILL");
          await child.status;
        },
      };
    },
    async close() {
      await gateway.close();
      await discord.close();
    },
  };
  return world;
}

/** An instance of the Activity with everybody in it. */
function instance(id: string, size: number) {
  const room = Number(/^i-(\d+)/.exec(id)?.[1]) - 100_000_000_000;
  const first = 900_000_000_000_000_000n + BigInt(room * 2000);
  const all = [
    ...Array.from({ length: size }, (_, n) => n),
    // Who comes late.
    ...Array.from({ length: 40 }, (_, n) => 1500 + n),
  ];
  return {
    application_id: CLIENT_ID,
    instance_id: id,
    launch_id: "1",
    location: { id: "gc-1-2", kind: "gc", channel_id: "2", guild_id: "1" },
    users: all.map((n) => String(first + BigInt(n))),
  };
}

/** Keeps the generator on its processor. */
export function preferGenerator(pid: number): Promise<void> {
  return prefer(pid, OTHERS);
}

/** Keeps a process on a processor, before whatever else wants it; where the tools are missing it runs as it comes. */
async function prefer(pid: number, core: number): Promise<void> {
  await attempt("taskset", ["-acp", String(core), String(pid)]);
  if (Deno.env.has("BENCH_POLITE")) return;
  await attempt("chrt", ["--all-tasks", "--rr", "--pid", "1", String(pid)]);
}

async function attempt(command: string, args: string[]): Promise<void> {
  try {
    await new Deno.Command(command, { args, stdout: "null", stderr: "null" })
      .output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    // Not listening yet.
    return false;
  }
}
