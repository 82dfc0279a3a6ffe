/**
 * What Redis itself takes for the script that commits a control.
 * @module
 */
import { SCRIPTS } from "@/lib/server/store/redis/scripts.ts";
import type { RedisServer } from "@/tests/stores/redis_server.ts";

/** Length of a room of ten as it is stored, bytes. */
const DOCUMENT_BYTES = 4000;

/** Runs `redis-benchmark` with the script of a commit. @returns Its figures as a sentence. */
export async function benchmarkRedis(
  { port, cli }: Pick<RedisServer, "port" | "cli">,
): Promise<string> {
  const sha = await cli("SCRIPT", "LOAD", SCRIPTS.swapRoom.SCRIPT);
  await cli("HSET", "bench", "v", "e:1");
  const document = "x".repeat(DOCUMENT_BYTES);
  const call = ["EVALSHA", sha, "1", "bench", "e:1", "e:1", document];
  const { stdout } = await new Deno.Command("redis-benchmark", {
    args: [
      ...["-p", String(port), "-n", "20000", "-c", "20", "--csv"],
      ...call,
      ...["600000", "bench:news"],
    ],
    stderr: "null",
  }).output();
  const [head, values] = new TextDecoder().decode(stdout).trim().split("\n")
    .map((line) => line.split('","').map((cell) => cell.replaceAll('"', "")));
  const of = (name: string) => values?.[head?.indexOf(name) ?? -1] ?? "?";
  return "`redis-benchmark` with the script of a commit, a document of 4 KB, " +
    `20 clients: ${of("rps")} a second, p50 ${of("p50_latency_ms")} ms, ` +
    `p95 ${of("p95_latency_ms")} ms.`;
}
