/** Prometheus' own tool reads every rule, and every question of the dashboard. */
import { assertEquals, assertMatch } from "@std/assert";
import { questionsOf } from "./panels.ts";

const GRAFANA = new URL("../../deploy/grafana/", import.meta.url);

async function promtool(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command("promtool", { args })
    .output();
  const decoder = new TextDecoder();
  return { code, said: decoder.decode(stdout) + decoder.decode(stderr) };
}

const isInstalled = await promtool("--version").then(() => true, (error) => {
  if (error instanceof Deno.errors.NotFound) return false;
  throw error;
});

Deno.test({
  name: "[O31] Prometheus can read what dashboard and alarms ask" +
    (isInstalled ? "" : " (install prometheus to run)"),
  ignore: !isInstalled,
  async fn() {
    const alarms = await promtool(
      "check",
      "rules",
      new URL("alerts.yml", GRAFANA).pathname,
    );
    assertEquals(alarms.code, 0, alarms.said);

    // As rules, with what Grafana puts in for its variables.
    const dashboard = await Deno.readTextFile(new URL("cowatch.json", GRAFANA));
    const check = async (exprs: readonly string[]) => {
      const file = await Deno.makeTempFile({ suffix: ".yml" });
      const rules = exprs.map((expr, n) => ({
        record: `panel:${n}`,
        expr: expr.replaceAll("$__rate_interval", "5m").replaceAll("$job", "x"),
      }));
      // Any JSON is YAML.
      await Deno.writeTextFile(
        file,
        JSON.stringify({ groups: [{ name: "dashboard", rules }] }),
      );
      const told = await promtool("check", "rules", file);
      await Deno.remove(file);
      return told;
    };
    const exprs = questionsOf(dashboard).map(({ expr }) => expr);
    const told = await check(exprs);
    assertEquals(told.code, 0, told.said);
    assertMatch(told.said, new RegExp(`${exprs.length} rules found`));
    assertEquals((await check(["sum by (le"])).code, 1);
  },
});
