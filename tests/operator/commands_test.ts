/** Every task is run as documented: quick ones for real, long ones as far as their `--help`. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { helpOf } from "@/tools/help.ts";

const ROOT = new URL("../../", import.meta.url);
const { tasks } = JSON.parse(
  await Deno.readTextFile(new URL("deno.jsonc", ROOT)),
) as { tasks: Record<string, string | { command: string }> };

/** Tasks that are done in seconds, with what leaves the files as they are. */
const QUICK: Readonly<Record<string, string[]>> = {
  "fresh": [],
  "docs:protocol": ["--check"],
  "docs:settings": ["--check"],
  "texts": ["--check"],
};
/** Tasks that take their time, or somebody's network. */
const LONG = [
  "attack",
  "bench:api",
  "bench:engines",
  "bench:first-start",
  "bench:fresh",
  "bench:long-run",
  "bench:rooms",
  "bench:start",
  "bench:sync",
  "discord:setup",
  "doctor",
  "samples",
  "screens",
  "simulate",
  "soak",
];
/** Tasks that the quick start's test runs. */
const QUICK_START = ["build", "serve", "start"];
/** Tasks that the gate is made of: whoever reads this has run them. */
const GATE = ["check", "ok", "spell", "test", "test:engines", "test:media"];
/** Served until somebody ends it: a test of its own. */
const DEVELOPMENT = ["dev"];

function commandOf(name: string): string {
  const task = tasks[name];
  assert(task !== undefined, `there is no task ${name}`);
  return typeof task === "string" ? task : task.command;
}

async function runTask(name: string, args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", name, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

Deno.test("[O24] every task is tried, and every script that a task names is there", async () => {
  assertEquals(
    [...Object.keys(QUICK), ...LONG, ...QUICK_START, ...GATE, ...DEVELOPMENT]
      .sort(),
    Object.keys(tasks).sort(),
  );
  for (const name of Object.keys(tasks)) {
    for (const [path] of commandOf(name).matchAll(/[\w./]+\.ts\b/g)) {
      assert((await Deno.stat(new URL(path, ROOT))).isFile, `${path}, ${name}`);
    }
    for (
      const [, other = ""] of commandOf(name).matchAll(/task (?:-q )?(\S+)/g)
    ) {
      assert(Object.hasOwn(tasks, other), `${other}, ${name}`);
    }
  }
  for (const [path = ""] of commandOf("test:media").matchAll(/\btests\/\w+/g)) {
    assert((await Deno.stat(new URL(path, ROOT))).isDirectory, path);
  }
});

for (const [name, args] of Object.entries(QUICK)) {
  Deno.test(`[O24] deno task ${[name, ...args].join(" ")}`, async () => {
    const { code, err } = await runTask(name, args);
    assertEquals(code, 0, err);
  });
}

for (const name of LONG) {
  Deno.test(`[O24] deno task ${name} --help says what it does, and does nothing`, async () => {
    const [path = ""] = commandOf(name).match(/[\w./]+\.ts$/) ?? [];
    const { code, out, err } = await runTask(name, ["--help"]);
    assertEquals(code, 0, err);
    assertEquals(out, helpOf(await Deno.readTextFile(new URL(path, ROOT))));
    assertMatch(out, new RegExp(`deno task ${name}\\b`));
  });
}

Deno.test("[O24] deno task dev serves, and ends at Ctrl+C", async () => {
  const port = freePort();
  const process = new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", "dev"],
    cwd: ROOT,
    env: { NO_COLOR: "1", PORT: String(port), NODE_ENV: "development" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    assertEquals(await healthOf(port), "ok");
  } finally {
    // As Ctrl+C does it.
    process.kill("SIGINT");
    await process.status;
  }
  // Nobody else has the port: this throws while somebody listens on it.
  Deno.listen({ hostname: "127.0.0.1", port }).close();
});

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function healthOf(port: number): Promise<unknown> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`);
      return (await answer.json()).status;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
