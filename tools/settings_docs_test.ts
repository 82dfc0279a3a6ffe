import { assert, assertEquals, assertMatch } from "@std/assert";
import { parseEnv } from "node:util";
import { loadConfig } from "@/lib/server/config/config.ts";
import { SETTINGS } from "@/lib/server/config/settings.ts";
import { exampleFile, settingsTable, staleFiles } from "./settings_docs.ts";

Deno.test("[O21] README.md and .env.example say what the table of settings says", async () => {
  assertEquals([...(await staleFiles()).keys()], []);
  for (const name of Object.keys(SETTINGS)) {
    assertMatch(settingsTable(), new RegExp(`^\\| \`${name}\` `, "m"));
    assertMatch(exampleFile(), new RegExp(`^#${name}=`, "m"));
  }
});

Deno.test("[O21] every setting is read, and nothing is read that is no setting", () => {
  const read = new Set<string>();
  const env = new Proxy<Record<string, string>>({}, {
    get(target, name: string) {
      read.add(name);
      return target[name];
    },
  });
  loadConfig(env);
  // Deno Deploy sets these two itself.
  const platform = new Set(["DENO_DEPLOY", "DENO_DEPLOYMENT_ID"]);
  assertEquals(
    [...read.difference(platform)].sort(),
    Object.keys(SETTINGS).sort(),
  );
});

Deno.test("[O21] what the example gives for a setting may stand there", () => {
  const example = exampleFile().replaceAll(/^#(?=[A-Z])/gm, "");
  const env = Object.fromEntries(
    Object.entries(parseEnv(example)).filter(([, value]) => value !== ""),
  );
  assert(Object.keys(env).length > 15);
  const config = loadConfig({
    ...env,
    DISCORD_CLIENT_ID: "123456789012345678",
    DISCORD_CLIENT_SECRET: "s3cr3t",
    SESSION_SECRET: "0123456789abcdef0123456789abcdef",
    API_GATEWAY_URL: "https://gateway.example/api",
  });
  assertEquals(config.mode, "production");
});
