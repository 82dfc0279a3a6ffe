import { assert, assertEquals } from "@std/assert";
import { loadConfig } from "@/lib/server/config/config.ts";
import { allowedNet } from "./allowed_net.ts";

Deno.test("[C12] the server may reach what its settings name, and nobody else", () => {
  const hosts = allowedNet(loadConfig({
    NODE_ENV: "production",
    DISCORD_CLIENT_ID: "123456789012345678",
    DISCORD_CLIENT_SECRET: "s3cr3t",
    DISCORD_BOT_TOKEN: "b0t",
    SESSION_SECRET: "0123456789abcdef0123456789abcdef",
    API_GATEWAY_URL: "https://gateway.school.example/api",
    ROOM_STORE: "redis",
    REDIS_URL: "rediss://user:canary@redis.school.example:6380",
    KALTURA_HOSTS: "*.kaltura.com,cdn.school.example",
  }));
  for (
    const host of [
      "0.0.0.0",
      "127.0.0.1",
      "discord.com",
      "cdn.discordapp.com",
      "gateway.school.example",
      "redis.school.example:6380",
      "*.kaltura.com",
      "cdn.school.example",
    ]
  ) assert(hosts.includes(host), host);
  assertEquals(hosts.filter((host) => host.includes("canary")), []);
});

Deno.test("[C12] [C13] the task that serves gives no other right, and the lock file is frozen", async () => {
  const config = await Deno.readTextFile(
    new URL("../deno.jsonc", import.meta.url),
  );
  const { tasks, lock } = JSON.parse(config);
  // What comes before it only looks for `.env`; the engine's flags are no rights.
  const command: string = tasks.serve.command.split(" && ").at(-1)
    .replace(/--v8-flags=\S+/, "");
  const given = command.match(/--(?!allow-net)[\w-]+(=\S+)?|\s-[A-Z]\b/g);
  assertEquals(given, ["--no-prompt", "--allow-env", "--allow-read=."]);
  assert(tasks.start.command.endsWith("deno task serve"));
  assertEquals(lock.frozen, true);
});
