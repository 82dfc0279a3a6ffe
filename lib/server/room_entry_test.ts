import { assert, assertEquals, assertRejects } from "@std/assert";
import { DomainError } from "../shared/errors.ts";
import { startHub } from "../../tests/support/virtual_hub.ts";
import { type Config, loadConfig } from "./config/config.ts";
import { MAX_TEXT_LENGTH } from "../shared/limits.ts";
import { MAX_SNAPSHOT_LENGTH } from "./hub/room/limits.ts";
import { memberOf, roomVideoOf } from "./hub/room/intake.ts";
import { enterRoom, isAllowedOrigin, readTicketRequest } from "./room_entry.ts";
import type { Services } from "./services.ts";
import type { Tickets } from "./auth/tickets.ts";

const CLIENT_ID = "123456789012345678";
const PAGE = `https://${CLIENT_ID}.discordsays.com`;

function config(mode: "development" | "production"): Config {
  return loadConfig({
    NODE_ENV: mode,
    DISCORD_CLIENT_ID: CLIENT_ID,
    DISCORD_CLIENT_SECRET: "secret",
    ROOM_ACCESS: "unverified",
    SESSION_SECRET: "0123456789abcdef0123456789abcdef",
    API_GATEWAY_URL: "https://gateway.example/api",
  });
}

function upgrade(origin: string | null): Request {
  return new Request("https://cowatch.test/api/room?ticket=t", {
    headers: {
      upgrade: "websocket",
      host: "cowatch.test",
      ...(origin === null ? {} : { origin }),
    },
  });
}

const FOREIGN: readonly (string | null)[] = [
  null,
  "null",
  "",
  "https://evil.test",
  "https://discordsays.com",
  "https://923456789012345678.discordsays.com",
  `http://${CLIENT_ID}.discordsays.com`,
  `${PAGE}:8443`,
  `${PAGE}.evil.test`,
  `https://evil-${CLIENT_ID}.discordsays.com`,
  `${PAGE}/`,
  `https://evil.test/${PAGE}`,
  "https://cowatch.test",
];

for (const origin of FOREIGN) {
  Deno.test(`[P1] in production the page ${origin} opens no room`, () => {
    assertEquals(
      isAllowedOrigin(upgrade(origin), config("production")),
      false,
    );
  });
}

Deno.test("[P1] Discord's proxy for this app may, and in development the own page", () => {
  assert(isAllowedOrigin(upgrade(PAGE), config("production")));
  assert(isAllowedOrigin(
    upgrade("https://cowatch.test"),
    config("development"),
  ));
  assert(
    !isAllowedOrigin(upgrade("https://evil.test"), config("development")),
  );
});

/** A server of which only the door works. */
function door(redeem: Tickets["redeem"]) {
  const { hub, logged } = startHub();
  const services = {
    config: config("production"),
    hub,
    tickets: { redeem },
    log: { error: (event: string) => void logged.push(event) },
  };
  return { hub, logged, services: services as unknown as Services };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, DomainError)).code;
}

Deno.test("[P1] origin comes before ticket, and a refused page uses no ticket up", async () => {
  let asked = 0;
  const { services } = door(() => {
    asked++;
    return Promise.reject(new DomainError("bad_ticket", "No."));
  });
  assertEquals(await codeOf(enterRoom(services, upgrade(null))), "bad_origin");
  assertEquals(asked, 0);
  assertEquals(await codeOf(enterRoom(services, upgrade(PAGE))), "bad_ticket");
  assertEquals(asked, 1);
  const plain = new Request("https://cowatch.test/api/room", {
    headers: { origin: PAGE },
  });
  assertEquals(await codeOf(enterRoom(services, plain)), "bad_request");
  assertEquals(asked, 1);
});

Deno.test("[P3] a server that stops refuses", async () => {
  const { services, hub } = door(() => Promise.reject(new Error("asked")));
  void hub.drain();
  assertEquals(
    await codeOf(enterRoom(services, upgrade(PAGE))),
    "shutting_down",
  );
});

Deno.test("[R94] a ticket from before a removal opens no socket", async () => {
  const { hub, enter, advance } = startHub();
  const ann = await enter("ann");
  await enter("ben");
  const session = {
    user: { id: "ben", username: "Ben", avatarUrl: null },
    instanceId: "r",
    roles: [],
    signedInAtMs: 0,
  };
  const { services } = door(() => Promise.resolve({ session }));
  await enterRoom({ ...services, hub }, upgrade(PAGE));
  ann.tell({ type: "remove_member", memberId: "ben" });
  await advance(0);
  const late = enterRoom({ ...services, hub }, upgrade(PAGE));
  assertEquals(await codeOf(late), "removed");
  hub.dispose();
});

Deno.test("[H2] whatever a handler throws closes that socket and nothing else", async () => {
  const { services, logged, hub } = door(() =>
    Promise.resolve({
      session: {
        user: { id: "1", username: "Ann", avatarUrl: null },
        instanceId: "i",
        roles: [],
        signedInAtMs: 0,
      },
    })
  );
  const closed: number[] = [];
  const socket = Object.assign(new EventTarget(), {
    bufferedAmount: 0,
    send() {},
    close: (code: number) => void closed.push(code),
  }) as unknown as WebSocket;
  const enter = await enterRoom(
    { ...services, hub: { ...hub, connect: () => ({ receive, closed() {} }) } },
    upgrade(PAGE),
  );
  function receive() {
    throw new Error("planted");
  }
  enter(socket);
  socket.dispatchEvent(new Event("open"));
  socket.dispatchEvent(new MessageEvent("message", { data: "x" }));
  assertEquals(closed, [1011]);
  assertEquals(logged, ["socket_failed"]);
});

Deno.test("[R48] a ticket request may carry a copy or nothing; one that is no copy keeps nobody out", async () => {
  const request = (body?: string) =>
    new Request("https://cowatch.test/api/room/ticket", {
      method: "POST",
      ...(body === undefined ? {} : {
        body,
        headers: { "content-type": "application/json" },
      }),
    });
  const snapshotOf = async (body?: string) =>
    (await readTicketRequest(request(body))).snapshot;
  assertEquals(await snapshotOf(), undefined);
  assertEquals(await snapshotOf('{"snapshot":"s"}'), "s");
  assertEquals(await snapshotOf('{"snapshot":5}'), undefined);
  const longest = "x".repeat(MAX_SNAPSHOT_LENGTH);
  const body = (snapshot: string) => JSON.stringify({ snapshot });
  assertEquals(await snapshotOf(body(longest)), longest);
  assertEquals(await snapshotOf(body(longest + longest)), undefined);
  assertEquals(await codeOf(snapshotOf("{")), "bad_request");
});

Deno.test("[R43] people and videos are cut to what a room may hold", () => {
  const video = {
    id: "0_a",
    title: `${"x".repeat(MAX_TEXT_LENGTH - 1)}🦆${"y".repeat(300_000)}`,
    duration: Infinity,
    thumbnailUrl: `/${"t".repeat(300_000)}`,
    kind: "video" as const,
  };
  assertEquals(roomVideoOf(video), {
    id: "0_a",
    title: "x".repeat(MAX_TEXT_LENGTH - 1),
    duration: 0,
    kind: "video",
  });
  const kept = { ...video, title: "\ud83d", duration: 9, thumbnailUrl: "/t" };
  assertEquals(roomVideoOf(kept), {
    id: "0_a",
    title: "\ufffd",
    duration: 9,
    thumbnailUrl: "/t",
    kind: "video",
  });
  const ann = {
    id: "1",
    username: "n".repeat(999),
    avatarUrl: "u".repeat(999),
  };
  assertEquals(memberOf(ann), {
    id: "1",
    username: "n".repeat(MAX_TEXT_LENGTH),
    avatarUrl: null,
  });
});
