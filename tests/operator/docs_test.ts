/** What the documentation and the files of deployment name is there. */
import { assert, assertEquals, assertMatch } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** Folders that hold no text of ours. */
const SKIPPED = /^(node_modules|\.git|_fresh|static|bench)\//;

async function read(path: string): Promise<string> {
  return await Deno.readTextFile(new URL(path, ROOT));
}

/** All Markdown files, from the root. */
async function pages(folder = ""): Promise<string[]> {
  const found: string[] = [];
  for await (
    const { name, isDirectory } of Deno.readDir(new URL(folder || ".", ROOT))
  ) {
    const path = folder + name + (isDirectory ? "/" : "");
    if (SKIPPED.test(path)) continue;
    if (isDirectory) found.push(...await pages(path));
    else if (name.endsWith(".md")) found.push(path);
  }
  return found;
}

Deno.test("[O21] every task that is named is there", async () => {
  const { tasks } = JSON.parse(await read("deno.jsonc"));
  const texts = [
    ...await pages(),
    "Dockerfile",
    "deploy/cowatch.service",
    ".ci/run",
    ".github/pull_request_template.md",
  ];
  const named = new Map<string, string>();
  for (const path of texts) {
    const text = await read(path);
    for (
      const [, task = ""] of text.matchAll(
        /deno(?:@\S+)? task (?:-q )?([a-z][\w:-]*)/g,
      )
    ) {
      named.set(task, path);
    }
  }
  assert(named.has("doctor") && named.has("serve"), "the search finds some");
  for (const [task, path] of named) {
    assert(Object.hasOwn(tasks, task), `deno task ${task} of ${path}`);
  }
});

Deno.test("[O21] every link to a file leads to one, and to a heading of it", async () => {
  let count = 0;
  for (const page of await pages()) {
    for (
      const [, target = ""] of (await read(page)).matchAll(/\]\(([^)\s]+)\)/g)
    ) {
      if (/^[a-z]+:/.test(target)) continue;
      count++;
      const [path = "", heading] = target.split("#");
      const url = path === ""
        ? new URL(page, ROOT)
        : new URL(path, new URL(page, ROOT));
      const stat = await Deno.stat(url).catch(() => null);
      assert(stat, `${target} of ${page}`);
      if (heading === undefined || stat.isDirectory) continue;
      const headings = [
        ...(await Deno.readTextFile(url)).matchAll(/^#+ (.+)$/gm),
      ]
        .map(([, words = ""]) =>
          words.toLowerCase().replaceAll(/[^\w\s-]/g, "").replaceAll(" ", "-")
        );
      assert(headings.includes(heading), `#${heading} of ${page}`);
    }
  }
  assert(count > 30, "the search finds some");
});

Deno.test("[O21] the container's health check says what health says", async () => {
  const [, command = "[]"] =
    /HEALTHCHECK [^\n]*\\\n\s*CMD (\[.*\])/.exec(await read("Dockerfile")) ??
      [];
  const [program, ...args] = JSON.parse(command);
  assertEquals(program, "deno");
  for (const status of [200, 503]) {
    const asked: string[] = [];
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => {
        asked.push(new URL(request.url).pathname);
        return new Response("{}", { status });
      },
    );
    const { code } = await new Deno.Command(Deno.execPath(), {
      args,
      env: { PORT: String(server.addr.port) },
      stderr: "null",
    }).output();
    assertEquals([code, asked], [status === 200 ? 0 : 1, ["/api/health"]]);
    await server.shutdown();
  }
});

Deno.test("[O21] nobody owns the server in a container and in systemd, and the gate runs on both kinds of Fresh", async () => {
  const dockerfile = await read("Dockerfile");
  assertMatch(dockerfile, /^USER 65534:65534$/m);
  assertEquals(
    dockerfile.lastIndexOf("USER") > dockerfile.lastIndexOf("COPY"),
    true,
  );
  assertEquals(/--chown/.test(dockerfile), false);
  const unit = await read("deploy/cowatch.service");
  for (
    const line of ["DynamicUser=yes", "ProtectSystem=strict", "Restart=always"]
  ) {
    assert(unit.split("\n").includes(line), line);
  }
  const workflow = await read(".github/workflows/gate.yml");
  assertMatch(workflow, /fresh: \[stand-ins, jsr\]/);
  assertMatch(workflow, /FRESH: \$\{\{ matrix\.fresh \}\}/);
  assertMatch(workflow, /run: \.ci\/run/);
  const { deploy } = JSON.parse(await read("deno.jsonc"));
  assertEquals(deploy.runtime.entrypoint, "_fresh/server.js");
});
