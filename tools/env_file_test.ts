import { assertEquals, assertMatch } from "@std/assert";
import { envFileFlag } from "./env_file.ts";

/** Tasks that start something with the operator's settings. */
const TASKS = ["serve", "dev", "doctor", "discord:setup"];

Deno.test("[O22] the flag is there when the file is", async () => {
  const folder = await Deno.makeTempDir();
  const url = new URL(`file://${folder}/`);
  try {
    assertEquals(await envFileFlag(url), "");
    await Deno.writeTextFile(new URL(".env", url), "");
    assertEquals(await envFileFlag(url), "--env-file");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("[O22] in a task the file's settings count, behind the environment's", async () => {
  const text = await Deno.readTextFile(
    new URL("../deno.jsonc", import.meta.url),
  );
  const { tasks } = JSON.parse(text);
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/tools`);
    await Deno.copyFile(
      new URL("env_file.ts", import.meta.url),
      `${folder}/tools/env_file.ts`,
    );
    await Deno.writeTextFile(
      `${folder}/show.ts`,
      `console.log(Deno.env.get("FROM_FILE"), Deno.env.get("FROM_BOTH"))`,
    );
    for (const name of TASKS) {
      const { command } = tasks[name];
      // The same way to the file, with something short behind it.
      const [found = ""] = /ENV_FILE=\$\(.*?\) && deno run \$ENV_FILE/.exec(
        command,
      ) ?? [];
      assertMatch(found, /env_file\.ts/, name);
      await Deno.writeTextFile(
        `${folder}/deno.json`,
        JSON.stringify({ tasks: { show: `${found} -E show.ts` } }),
      );
      const show = async () => {
        const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          args: ["task", "-q", "show"],
          cwd: folder,
          env: { FROM_BOTH: "environment", NO_COLOR: "1" },
        }).output();
        assertEquals(new TextDecoder().decode(stderr), "");
        return new TextDecoder().decode(stdout).trim();
      };
      await Deno.remove(`${folder}/.env`).catch(() => {});
      assertEquals(await show(), "undefined environment");
      await Deno.writeTextFile(
        `${folder}/.env`,
        "FROM_FILE=file\nFROM_BOTH=file\n",
      );
      assertEquals(await show(), "file environment");
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
