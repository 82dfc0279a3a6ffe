import { assert, assertEquals, assertRejects } from "@std/assert";
import { chooseSource, forJsr, isMade } from "./choose_fresh.ts";

const VERSION = "2.3.3";
const META = JSON.stringify({ versions: { [VERSION]: {} } });

/** A registry on loopback that answers everything alike. */
function registry(answer: (request: Request) => Response | Promise<Response>) {
  const asked: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      asked.push(new URL(request.url).pathname);
      return answer(request);
    },
  );
  return {
    asked,
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("[L5] a registry that has this Fresh is used", async () => {
  await using jsr = registry(() => new Response(META));
  assertEquals(await chooseSource({ JSR_URL: jsr.url }, VERSION), "jsr");
  assertEquals(jsr.asked, ["/@fresh/core/meta.json"]);
});

Deno.test("[L5] what is no registry, or lacks this Fresh, is done without", async () => {
  const answers: Record<string, () => Response> = {
    "another version": () => Response.json({ versions: { "2.0.0": {} } }),
    "a name of Object's": () => Response.json({ versions: {} }),
    "a sign-in page": () => new Response("<html>", { status: 200 }),
    "nothing": () => new Response(null, { status: 404 }),
    "a gateway's fault": () => new Response("busy", { status: 502 }),
    "another kind of JSON": () => Response.json(null),
  };
  for (const [name, answer] of Object.entries(answers)) {
    await using jsr = registry(answer);
    const source = await chooseSource({ JSR_URL: jsr.url }, VERSION);
    assertEquals(source, "stand-ins", name);
  }
  const nobody = { JSR_URL: "http://127.0.0.1:9" };
  assertEquals(await chooseSource(nobody, VERSION), "stand-ins");
});

Deno.test("[L5] a registry that hangs costs 3.0 s", async () => {
  const release = Promise.withResolvers<Response>();
  await using jsr = registry(() => release.promise);
  const startMs = performance.now();
  const source = await chooseSource({ JSR_URL: jsr.url }, VERSION);
  const tookMs = performance.now() - startMs;
  release.resolve(new Response(null));
  assertEquals(source, "stand-ins");
  assert(tookMs > 2900 && tookMs < 3500, `${tookMs} ms`);
});

Deno.test("[L5] FRESH decides without asking; another word is refused", async () => {
  await using jsr = registry(() => new Response(META));
  const env = { JSR_URL: jsr.url };
  assertEquals(
    await chooseSource({ ...env, FRESH: "stand-ins" }, VERSION),
    "stand-ins",
  );
  assertEquals(await chooseSource({ ...env, FRESH: "jsr" }, VERSION), "jsr");
  assertEquals(jsr.asked, []);
  await assertRejects(
    () => chooseSource({ ...env, FRESH: "yes" }, VERSION),
    TypeError,
    '"yes"',
  );
});

Deno.test("[L5] a change by hand in what was made is noticed", async () => {
  const made = await forJsr('{"workspace":["./jsr/*"],"exclude":["a/"]}');
  assert(await isMade(made));
  assert(!await isMade(made.replace("a/", "b/")));
  assert(!await isMade("{}"));
});

Deno.test("[L5] the switch turns the very same checkout over, and git sees nothing", async () => {
  await using jsr = registry(() => new Response(META));
  const root = new URL("..", import.meta.url);
  const folder = await Deno.makeTempDir();
  try {
    for (const file of ["deno.jsonc", "deno.lock", ".gitignore"]) {
      await Deno.copyFile(new URL(file, root), `${folder}/${file}`);
    }
    await run(["cp", "-r", new URL("jsr", root).pathname, folder]);
    await Deno.mkdir(`${folder}/tools`);
    const tool = "tools/choose_fresh.ts";
    await Deno.copyFile(new URL(tool, root), `${folder}/${tool}`);
    const git = (...args: string[]) => run(["git", ...args], { cwd: folder });
    await git("init", "-q");
    await git("add", "-A");
    const choose = (env: Record<string, string>) =>
      run([Deno.execPath(), "task", "-q", "fresh"], { cwd: folder, env });
    const freshIs = () =>
      run([
        Deno.execPath(),
        "eval",
        "--no-lock",
        "--node-modules-dir=none",
        'console.log(import.meta.resolve("fresh"))',
      ], { cwd: folder });

    assertEquals((await freshIs()).includes("/jsr/fresh/"), true);
    await choose({ JSR_URL: jsr.url });
    assertEquals(await freshIs(), `jsr:@fresh/core@${VERSION}`);
    assertEquals(await git("diff", "--stat"), "");
    assertEquals(await git("ls-files", "--others", "--exclude-standard"), "");
    await choose({ JSR_URL: "http://127.0.0.1:9" });
    assertEquals((await freshIs()).includes("/jsr/fresh/"), true);
    await assertRejects(() => Deno.stat(`${folder}/deno.json`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function run(
  [command = "", ...args]: string[],
  { cwd, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args,
    env: { NO_COLOR: "1", ...env },
    ...cwd ? { cwd } : {},
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}
