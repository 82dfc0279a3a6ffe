import { assertEquals, assertRejects } from "@std/assert";
import { DomainError } from "../../shared/errors.ts";
import type { Discord } from "../discord/sdk.ts";
import { createSignIn } from "./sign_in.ts";

/** A sign-in whose steps fail where the script says so, in order. */
function scripted(failures: string[]) {
  const calls: string[] = [];
  let isOver = false;
  const step = (name: string) => {
    calls.push(name);
    if (failures[0] !== name) return;
    failures.shift();
    throw new DomainError("discord_unavailable", "Not now.");
  };
  const me = { id: "1", username: "Ada", avatarUrl: null };
  const signIn = createSignIn({
    clientId: "c",
    launch: {
      frameId: "f",
      instanceId: "i",
      platform: "desktop",
      guildId: null,
      channelId: null,
      link: { videoId: null, creatorId: null },
    },
    onStep: () => {},
    api: {
      isOver: () => isOver,
      signIn: () =>
        Promise.resolve().then(() => {
          step("token");
          return { accessToken: "t", me };
        }),
    },
    connect: () =>
      Promise.resolve().then(() => {
        step("connect");
        const discord: Omit<Discord, "sdk"> = {
          authorize: () =>
            Promise.resolve().then(() => {
              step("authorize");
              return "code";
            }),
          authenticate: () =>
            Promise.resolve().then(() => {
              step("authenticate");
              return ["identify"];
            }),
        };
        return discord as Discord;
      }),
  });
  return { signIn, calls, me, expire: () => isOver = true };
}

Deno.test("[D5] a sign-in goes through its steps once, and is remembered", async () => {
  const { signIn, calls, me } = scripted([]);
  assertEquals((await signIn()).me, me);
  await signIn();
  assertEquals(calls, ["connect", "authorize", "token", "authenticate"]);
});

Deno.test("[D5] a retry repeats only what has not succeeded", async () => {
  for (
    const [failed, again] of [
      ["connect", ["connect", "authorize", "token", "authenticate"]],
      ["authorize", ["authorize", "token", "authenticate"]],
      // A code works once, so the server's refusal needs a new one.
      ["token", ["authorize", "token", "authenticate"]],
      // Discord refuses a second AUTHORIZE after AUTHENTICATE has begun.
      ["authenticate", ["authenticate"]],
    ] as const
  ) {
    const { signIn, calls } = scripted([failed]);
    await assertRejects(signIn, DomainError);
    calls.length = 0;
    await signIn();
    assertEquals(calls, [...again], failed);
  }
});

Deno.test("[D6] when Discord's token has run out too, a retry asks Discord again, on the same frame", async () => {
  const { signIn, calls, expire } = scripted([]);
  await signIn();
  expire();
  calls.length = 0;
  await signIn();
  assertEquals(calls, ["authorize", "token", "authenticate"]);
});
