/** Two minutes of `deno task soak`, with `SOAK_TESTS=1`; two hours are the operator's. */
import { assertEquals } from "@std/assert";

const MINUTES = "2";
const isWanted = Deno.env.has("SOAK_TESTS");

Deno.test({
  name: isWanted
    ? "[R75] in two minutes of coming and going nothing stays behind"
    : "[R75] in two minutes nothing stays behind (set SOAK_TESTS=1 to run)",
  ignore: !isWanted,
  async fn() {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "bench/soak.ts", MINUTES],
      cwd: new URL("../..", import.meta.url),
      env: { BENCH_POLITE: "1" },
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stdout));
  },
});
