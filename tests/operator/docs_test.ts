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

Deno.test("[O28] in a container and under systemd nobody owns the server, all that is copied is there, and it starts with the fewest rights", async () => {
  const dockerfile = await read("Dockerfile");
  const stages = [...dockerfile.matchAll(/^FROM \S+(?: AS (\w+))?$/gm)];
  const [first, last] = stages.map(([, name]) => name);
  assertEquals([stages.length, first, last], [2, "build", undefined]);
  const copies = [
    ...dockerfile.matchAll(/^COPY (?:--from=(\w+) )?(\S+) \S+$/gm),
  ];
  assertEquals(
    copies.map(([, from, what]) => [from, what]),
    // The second stage takes what the first made of the sources.
    [[undefined, "."], ["build", "/deno-dir"], ["build", "/app"]],
  );
  assertEquals(dockerfile.match(/\b(COPY|ADD)\b.*/g)?.length, copies.length);
  const [, cached = ""] = /deno cache (.+)$/m.exec(dockerfile) ?? [];
  for (const file of cached.split(" ")) assert(await read(file), file);
  // What is not sent to the builder is what a start does not need.
  const ignored = (await read(".dockerignore")).trim().split("\n");
  for (const secret of [".env", ".git"]) assert(ignored.includes(secret));
  for (const file of cached.split(" ")) {
    assert(!ignored.some((one) => file.startsWith(`${one}/`)), file);
  }

  assertMatch(dockerfile, /^USER 65534:65534$/m);
  assertEquals(
    dockerfile.lastIndexOf("USER") > dockerfile.lastIndexOf("COPY"),
    true,
  );
  assertEquals(/--chown/.test(dockerfile), false);
  const [, command = "[]"] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  assertEquals(JSON.parse(command), ["deno", "task", "serve"]);
  const { tasks, lock } = JSON.parse(await read("deno.jsonc"));
  assertEquals(lock.frozen, true);
  const rights = tasks.serve.command.match(/--(?:no-prompt|allow-[\w-]+)/g);
  assertEquals(rights, [
    "--no-prompt",
    "--allow-env",
    "--allow-read",
    "--allow-net",
  ]);
  assertEquals(/\s-A\b/.test(tasks.serve.command), false);
  const unit = await read("deploy/cowatch.service");
  for (const line of ["DynamicUser=yes", "Restart=always"]) {
    assert(unit.split("\n").includes(line), line);
  }
});

const hasSystemd = await new Deno.Command("systemd-analyze", {
  args: ["--version"],
  stdout: "null",
}).output().then(({ success }) => success, (error) => {
  if (error instanceof Deno.errors.NotFound) return false;
  throw error;
});

Deno.test({
  name:
    "[O28] systemd finds no fault with the unit, and little that it could do" +
    (hasSystemd ? "" : " (install systemd to run)"),
  ignore: !hasSystemd,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "cowatch-unit-" });
    const unit = await read("deploy/cowatch.service");
    const analyze = async (text: string, ...args: string[]) => {
      await Deno.writeTextFile(`${folder}/cowatch.service`, text);
      const { code, stdout, stderr } = await new Deno.Command(
        "systemd-analyze",
        { args: [...args, `${folder}/cowatch.service`] },
      ).output();
      const decoder = new TextDecoder();
      return {
        code,
        said: decoder.decode(stderr),
        out: decoder.decode(stdout),
      };
    };
    // Where this machine has Deno; the unit says where the documentation puts it.
    const here = unit.replaceAll("/usr/local/bin/deno", Deno.execPath());
    const { code, said } = await analyze(here, "verify", "--man=no");
    assertEquals([code, said], [0, ""]);
    const slip = here.replace("ProtectSystem=", "ProtectAll=");
    assertMatch(
      (await analyze(slip, "verify", "--man=no")).said,
      /ProtectAll/,
    );
    // Of 100; a unit without any of it has 96.
    const exposed = await analyze(
      here,
      "security",
      "--offline=true",
      "--threshold=25",
      "--no-pager",
    );
    assertEquals(exposed.code, 0, exposed.out);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("[O21] the gate runs on both kinds of Fresh, and Deno Deploy knows where to begin", async () => {
  const workflow = await read(".github/workflows/gate.yml");
  assertMatch(workflow, /fresh: \[stand-ins, jsr\]/);
  assertMatch(workflow, /FRESH: \$\{\{ matrix\.fresh \}\}/);
  assertMatch(workflow, /run: \.ci\/run/);
  const { deploy } = JSON.parse(await read("deno.jsonc"));
  assertEquals(deploy.runtime.entrypoint, "_fresh/server.js");
});
