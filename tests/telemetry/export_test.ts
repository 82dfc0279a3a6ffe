/** Real servers under least privilege, with a collector of OTLP: what dashboard and alarms ask for arrives, and nothing of anybody. */
import { assert, assertEquals } from "@std/assert";
import { CAST } from "@/lib/shared/cast.ts";
import { loadConfig } from "@/lib/server/config/config.ts";
import { METRICS } from "@/lib/server/telemetry/metrics.ts";
import { allowedNet } from "../../tools/allowed_net.ts";
import { enterRoom, type RemoteViewer } from "../e2e/remote_viewer.ts";
import { type RunningServer, startServer } from "../e2e/server.ts";
import { openSocket, post, signIn } from "../e2e/visitor.ts";
import { until } from "../store_contract/store_contract.ts";
import { hasRedis, startRedis } from "../stores/redis_server.ts";
import { type Collector, startCollector } from "./collector.ts";
import {
  alarmsOf,
  asked,
  type Question,
  questionsOf,
  seriesOf,
} from "./panels.ts";

const ROOM = "i-telemetry-canary";
/** Time in which everything has come, ms: two exports, and a busy machine. */
const ARRIVES_MS = 15_000;

async function questions(): Promise<Question[]> {
  const read = (name: string) =>
    Deno.readTextFile(
      new URL(`../../deploy/grafana/${name}`, import.meta.url),
    );
  return [
    ...questionsOf(await read("cowatch.json")),
    ...alarmsOf(await read("alerts.yml")),
  ];
}

function start(env: Record<string, string>): Promise<RunningServer> {
  return startServer({ env, net: allowedNet(loadConfig(env)) });
}

/** Questions that nothing which came answers. */
function unanswered(all: readonly Question[], { metrics }: Collector) {
  return all.flatMap((question) => {
    const { series, labels } = asked(question);
    const found = series.map((wanted) =>
      [...metrics.values()].find((one) => seriesOf(one).includes(wanted))
    );
    const [metric] = found;
    // Prometheus writes a dot of a label as `_`.
    const known = new Set(
      metric?.series.flatMap((one) =>
        Object.keys(one).map((key) => key.replaceAll(/\W/g, "_"))
      ),
    );
    const missing = labels.filter((label) => !known.has(label));
    const isWhole = found.length > 0 && !found.includes(undefined);
    if (isWhole && missing.length === 0) return [];
    return [`${question.of}: ${series} ${missing.join(", ")}`];
  });
}

/** Everything that is measured happens once. */
async function happen(
  [ann, ben]: readonly [RemoteViewer, RemoteViewer],
  { origin, forgetRoom, isMeasured }: {
    origin: string;
    forgetRoom(): Promise<unknown>;
    isMeasured(name: string): boolean;
  },
) {
  for (
    const command of [
      { type: "set_control", control: "everyone" },
      { type: "set_wait", waitForAll: false },
      { type: "load", videoId: "sample-tide" },
    ] as const
  ) assertEquals(await ann.tell(command), null);
  await until(() => ben.room().timeline.videoId === "sample-tide");
  for (const player of [null, { stalls: 1, firstFrameMs: 812 }]) {
    for (const [n, { link }] of [ann, ben].entries()) {
      link.send({
        type: "report",
        report: {
          status: "active",
          playbackState: { isPlaying: true, currentTime: 1, buffering: false },
          driftMs: 12 * n,
          ...(player ? { player: { engine: "hls", ...player } } : {}),
        },
      });
    }
  }
  await until(() => isMeasured("cowatch.skew.p95"), {
    withinMs: ARRIVES_MS,
    what: "skew",
  });
  // Two instances press at once, until one has overtaken the other.
  for (let n = 0; n < 15 && !isMeasured("cowatch.store.retries"); n++) {
    await Promise.all(
      [ann, ben].map((one) => one.tell({ type: "seek", position: n })),
    );
  }
  assertEquals(
    await ann.tell({ type: "seek", position: -5 }),
    "position_out_of_range",
  );
  await forgetRoom();
  await until(async () => await ann.tell({ type: "pause" }) === null);

  const guest = await signIn(origin, { instance: ROOM, person: 2 });
  await (await guest.call("/api/videos")).body?.cancel();
  await (await guest.call("/api/videos/search?q=canary-words")).body?.cancel();
  await (await fetch(`${origin}/api/nothing`)).body?.cancel();
  const socket = openSocket(origin, { ticket: await guest.ticket() });
  await socket.next("welcome");
  for (let n = 0; n < 20; n++) socket.send("nonsense");
  assertEquals(await socket.closed, 4400);
  const told = await post(`${origin}/api/faults`, {
    kind: "error",
    name: "TypeError",
    steps: ["island-1.js:1:2345"],
  });
  assertEquals(told.status, 204);
  return guest;
}

Deno.test({
  name:
    "[O30] [O31] [O32] all that dashboard and alarms ask for is exported, under least privilege, and nothing of anybody" +
    (hasRedis ? "" : " (install redis-server to run)"),
  ignore: !hasRedis,
  async fn() {
    const all = await questions();
    await using collector = startCollector();
    const redis = await startRedis();
    const env = {
      ...collector.env,
      ROOM_STORE: "redis",
      REDIS_URL: redis.url,
      SESSION_SECRET: "canary-secret-that-all-instances-share",
      API_GATEWAY_URL: "http://127.0.0.1:1/api",
    };
    const one = await start(env);
    const two = await start({ ...env, OTEL_DENO_TRACING: "false" });
    const ann = await enterRoom(() => [one.origin], {
      instance: ROOM,
      person: 0,
    });
    const ben = await enterRoom(() => [two.origin], {
      instance: ROOM,
      person: 1,
    });
    try {
      const guest = await happen([ann, ben], {
        origin: one.origin,
        forgetRoom: () => redis.cli("DEL", `cowatch:room:${ROOM}`),
        isMeasured: (name) => collector.metrics.has(name),
      });
      const isHere = () =>
        unanswered(all, collector).length === 0 &&
        Object.keys(METRICS).every((name) => collector.metrics.has(name));
      await until(isHere, { withinMs: ARRIVES_MS, what: "all metrics" })
        .catch((error) => {
          const missing = Object.keys(METRICS).filter((name) =>
            !collector.metrics.has(name)
          );
          throw new Error(
            `${unanswered(all, collector).join("; ")}; ${missing}`,
            { cause: error },
          );
        });

      const own = collector.spans.filter(({ scope }) => scope === "cowatch");
      const names = new Set(own.map(({ name }) => name));
      assertEquals(
        [...names].toSorted(),
        ["catalogue call", "room command", "upstream call"],
      );
      const command = own.find(({ attributes }) =>
        attributes.command === "load"
      );
      assertEquals(command?.attributes.outcome, "ok");
      const text = JSON.stringify([own, [...collector.metrics.values()]]);
      const canaries = [
        ...CAST.flatMap(({ id, username }) => [id, username]),
        "canary",
        "sample-tide",
        guest.token,
      ];
      assertEquals(canaries.filter((one) => text.includes(one)), []);
      const log = one.log() + two.log();
      assertEquals(canaries.filter((one) => log.includes(one)), []);
      assert(one.log().includes("traces_hold_addresses"));
      assert(!two.log().includes("traces_hold_addresses"));
      // A kind is logged once.
      assertEquals(one.log().match(/"client_fault"/g)?.length, 1);
    } finally {
      ann.close();
      ben.close();
      assertEquals(await one.stop(), 0);
      assertEquals(await two.stop(), 0);
      await redis.close();
    }
  },
});

Deno.test("[O31] every metric of ours is on the dashboard, every panel says what it shows", async () => {
  const all = await questions();
  assert(all.length > 25, `${all.length}`);
  const wanted = new Set(all.flatMap((one) => asked(one).series));
  for (const [name, { unit, kind }] of Object.entries(METRICS)) {
    const series = seriesOf({
      name,
      unit,
      kind: kind === "spread"
        ? "histogram"
        : kind === "size"
        ? "gauge"
        : "counter",
      series: [],
    });
    assert(series.some((one) => wanted.has(one)), name);
  }
});

Deno.test("[O31] each alarm has a paragraph in docs/operations.md", async () => {
  const read = (path: string) =>
    Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
  const told = await read("docs/operations.md");
  for (const { of } of alarmsOf(await read("deploy/grafana/alerts.yml"))) {
    assert(told.includes(`\`${of}\``), of);
  }
});
