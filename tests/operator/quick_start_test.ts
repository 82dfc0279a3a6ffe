/** The quick start, followed to the letter in a copy of the sources, with a Discord that answers as documented. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { CAST } from "@/lib/shared/cast.ts";
import { createFakeDiscord } from "@/lib/server/discord/fake_discord.ts";
import { askWire } from "../e2e/production.ts";
import { freePort } from "../e2e/server.ts";
import { openSocket, post } from "../e2e/visitor.ts";
import { startDiscordApplication } from "../support/fakes/fake_discord_application.ts";

const ROOT = new URL("../../", import.meta.url);
const APP = {
  clientId: "123456789012345678",
  clientSecret: "mBzW5nq0fUa7Jx1c",
  botToken: "MTIzNDU2.GhIjKl.mNoPqRsTuV",
};
/** What step 1 copies out of the portal. */
const COPIED: Readonly<Record<string, string>> = {
  DISCORD_CLIENT_ID: APP.clientId,
  DISCORD_CLIENT_SECRET: APP.clientSecret,
  DISCORD_BOT_TOKEN: APP.botToken,
};
const INSTANCE = "i-1-gc-1-2";
/** What a fresh clone has not, and what is not started. */
const LEFT_OUT =
  /^(\.git|\.env|_fresh|node_modules|deno\.json|deno\.jsr\.lock|bench|tests)$/;
/** Longest wait for the server, ms: it is built first. */
const START_MS = 60_000;

/** Commands and settings of the page, block after block. */
async function blocks(): Promise<string[]> {
  const page = await Deno.readTextFile(new URL("docs/quick-start.md", ROOT));
  return [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, text = ""]) =>
    text.trim()
  );
}

/** Sources in a folder of their own, as a clone has them. */
async function cloneSources(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "cowatch-quick-start-" });
  async function copy(from: string, to: string): Promise<void> {
    const { isDirectory } = await Deno.stat(from);
    if (!isDirectory) return await Deno.copyFile(from, to);
    await Deno.mkdir(to);
    for await (const { name } of Deno.readDir(from)) {
      await copy(`${from}/${name}`, `${to}/${name}`);
    }
  }
  for await (const { name } of Deno.readDir(ROOT)) {
    if (LEFT_OUT.test(name)) continue;
    await copy(`${ROOT.pathname}${name}`, `${folder}/${name}`);
  }
  // What Deno would fetch at the first start.
  await Deno.symlink(`${ROOT.pathname}node_modules`, `${folder}/node_modules`);
  return folder;
}

/** Discord's API: who signs in, who is in an instance, what it knows of the application. */
async function startDiscord() {
  const application = await startDiscordApplication(APP);
  const people = createFakeDiscord(APP);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      if (!/^\/applications\/(@me|\d+\/commands)/.test(pathname)) {
        return await people.answer(request, pathname.slice(1));
      }
      const { method, headers } = request;
      const body = await request.text();
      return await fetch(application.url + pathname + search, {
        method,
        headers,
        ...body === "" ? {} : { body },
      });
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    application,
    people,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await application[Symbol.asyncDispose]();
    },
  };
}

Deno.test("[O24] the quick start leads to a room, word by word", async (t) => {
  const folder = await cloneSources();
  await using discord = await startDiscord();
  const port = freePort();
  const origin = `http://127.0.0.1:${port}`;
  const inherited = ["PATH", "HOME", "DENO_DIR", "TMPDIR", "FRESH", "JSR_URL"]
    .flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    });
  const shell = (line: string) =>
    // As many files as the page of a desktop allows; some give 256.
    new Deno.Command("sh", {
      args: ["-c", `ulimit -n 4096; exec ${line}`],
      cwd: folder,
      clearEnv: true,
      env: {
        ...Object.fromEntries(inherited),
        NO_COLOR: "1",
        PORT: String(port),
        // In place of the world: Discord, and that there is no gateway.
        DISCORD_API_URL: discord.url,
        API_GATEWAY_URL: "http://127.0.0.1:9/api",
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  const run = async (line: string) => {
    const { code, stdout, stderr } = await shell(line).output();
    const decoder = new TextDecoder();
    return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
  };

  const [tunnel = "", example = "", settings = "", start = "", tasks = ""] =
    await blocks();
  let server: Deno.ChildProcess | null = null;
  const drained: Promise<unknown>[] = [];
  let name = "";
  try {
    await t.step("2. the tunnel leads to where the server will be", () => {
      assertMatch(tunnel, /^cloudflared tunnel --url http:\/\/localhost:8000$/);
    });

    await t.step("3. the settings are in .env", async () => {
      assertEquals((await run(example)).code, 0);
      let text = await Deno.readTextFile(`${folder}/.env`);
      for (const line of settings.split("\n")) {
        const [setting = "", value = ""] = line.split("=");
        const commented = new RegExp(`^#${setting}=.*$`, "m");
        assertMatch(text, commented);
        const given = value === "…" ? COPIED[setting] : value;
        assert(given, setting);
        if (setting === "ALLOWED_HOSTS") name = given;
        text = text.replace(commented, `${setting}=${given}`);
      }
      await Deno.writeTextFile(`${folder}/.env`, text);
    });

    await t.step(
      "3. the server starts, and answers through the tunnel only to its name",
      async () => {
        server = shell(start).spawn();
        const said = new Response(server.stderr).text();
        drained.push(said, new Response(server.stdout).text());
        await answers(origin, server, said);
        const page = (host: string) =>
          askWire(port, { target: "/?frame_id=1", headers: { host } });
        const { status, body } = await page(name);
        assertEquals(status, 200);
        assert(body.includes(APP.clientId), "the page is the application's");
        assertEquals((await page("evil.test")).status, 421);
      },
    );

    await t.step(
      "4. Discord is told, and the doctor has nothing to mend",
      async () => {
        const lines = tasks.split("\n").map((line) =>
          line.split(" #")[0] ?? ""
        );
        assertEquals(lines.length, 3);
        const [told, done, well] = [
          await run(lines[0] ?? ""),
          await run(lines[1] ?? ""),
          await run(lines[2] ?? ""),
        ];
        assertMatch(told.text, /to do {2}Make the command \/watch/);
        assertEquals([told.code, done.code], [1, 0], done.text);
        assertMatch(done.text, /done {2}Make the command \/watch/);
        assertEquals(discord.application.commands.map(({ name }) => name), [
          "watch",
        ]);
        assertEquals(well.code, 0, well.text);
        assert(!well.text.includes("FAULT"), well.text);
        assert(well.text.includes(`/       → ${name}`), well.text);
      },
    );

    await t.step(
      "5. two people are in one room, and both see what the first puts on",
      async () => {
        const enter = async (person: number) => {
          const code = discord.people.authorize({
            person: CAST[person]?.id ?? "",
            instance: INSTANCE,
            scopes: ["identify", "guilds.members.read"],
          });
          const signedIn = await post(`${origin}/api/token`, {
            code,
            instance_id: INSTANCE,
          });
          assertEquals(signedIn.status, 200);
          const { session_token: token } = await signedIn.json();
          const headers = { authorization: `Bearer ${token}` };
          const answer = await fetch(`${origin}/api/room/ticket`, {
            method: "POST",
            headers: { ...headers, "content-type": "application/json" },
            body: "{}",
          });
          const { ticket } = await answer.json();
          const list = await fetch(`${origin}/api/videos`, { headers });
          const { videos } = await list.json();
          return { videos, socket: openSocket(origin, { ticket }) };
        };
        const ann = await enter(0);
        const { room: { epoch, rev } } = await ann.socket.next("welcome");
        const [video] = ann.videos;
        assertMatch(video.title, /sample/i);
        ann.socket.send({
          type: "command",
          id: "a",
          epoch,
          rev,
          command: { type: "load", videoId: video.id },
        });
        await ann.socket.next("ack", (ack) => ack.id === "a");
        const ben = await enter(1);
        const { room } = await ben.socket.next("welcome");
        assertEquals(room.video?.id, video.id);
        ann.socket.close();
        ben.socket.close();
      },
    );

    await t.step("the server ends in order", async () => {
      const process = server as Deno.ChildProcess | null;
      server = null;
      process?.kill("SIGTERM");
      const status = await process?.status;
      const [said] = await Promise.all(drained);
      assertMatch(String(said), /"event":"stopping"/);
      assertEquals(status?.code, 0);
    });
  } finally {
    const process = server as Deno.ChildProcess | null;
    process?.kill("SIGTERM");
    await process?.status;
    await Promise.all(drained);
    await Deno.remove(folder, { recursive: true });
  }
});

/** Waits until the server does. @throws {Error} When its process ends before. */
async function answers(
  origin: string,
  server: Deno.ChildProcess,
  said: Promise<string>,
): Promise<void> {
  let isOver = false;
  void server.status.then(() => isOver = true);
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      const answer = await fetch(`${origin}/api/health`);
      await answer.body?.cancel();
      return;
    } catch (error) {
      if (isOver) throw new Error(await said, { cause: error });
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
