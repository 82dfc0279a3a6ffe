import { assert, assertEquals, assertRejects } from "@std/assert";
import { DomainError } from "../../shared/errors.ts";
import { createSessions, type Session } from "./sessions.ts";
import {
  createMemoryVault,
  MAX_KEPT_LENGTH,
  MAX_TICKETS,
  type TicketVault,
} from "../store/ticket_vault.ts";
import { createSealedVault, createTickets, type Pass } from "./tickets.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const SESSION: Session = {
  user: { id: "1", username: "Ann", avatarUrl: null },
  instanceId: "i-1",
  roles: [],
  api: { token: "canary-token" },
  signedInAtMs: 0,
};

/** `sealed`: passes lie outside of this process. */
function office(kind: "sealed" | "memory" = "sealed") {
  let nowMs = 1_800_000_000_000;
  const now = () => nowMs;
  const kept: string[] = [];
  const memory = createMemoryVault({ now });
  const vault: TicketVault = {
    ...memory,
    put(ticket, text, ttlMs) {
      kept.push(text);
      return memory.put(ticket, text, ttlMs);
    },
  };
  const sessions = createSessions({ secrets: [SECRET], now });
  const passes = kind === "memory"
    ? createMemoryVault<Pass>({ now })
    : createSealedVault({ vault, sessions });
  return {
    kept,
    vault,
    sessions,
    tickets: createTickets({ vault: passes, sessions }),
    /** Another instance on the same vault and secret. */
    other: createTickets({ vault: passes, sessions }),
    wait: (ms: number) => nowMs += ms,
  };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, DomainError)).code;
}

for (const kind of ["sealed", "memory"] as const) {
  Deno.test(`[P2] a ticket opens once, with what it was issued for (${kind})`, async () => {
    const { tickets } = office(kind);
    const ticket = await tickets.issue({ session: SESSION, creatorId: "7" });
    assert(ticket.length === 32, "opaque and short");
    assertEquals(await tickets.redeem(ticket), {
      session: SESSION,
      creatorId: "7",
    });
    assertEquals(await codeOf(tickets.redeem(ticket)), "bad_ticket");
  });

  Deno.test(`[P2] a ticket opens on any instance, and of two at once one gets in (${kind})`, async () => {
    const { tickets, other } = office(kind);
    const ticket = await tickets.issue({ session: SESSION });
    const both = await Promise.allSettled([
      other.redeem(ticket),
      tickets.redeem(ticket),
    ]);
    assertEquals(both.map(({ status }) => status).sort(), [
      "fulfilled",
      "rejected",
    ]);
  });

  Deno.test(`[P2] a ticket is void after 30 s (${kind})`, async () => {
    const { tickets, wait } = office(kind);
    const [first, second] = [
      await tickets.issue({ session: SESSION }),
      await tickets.issue({ session: SESSION }),
    ];
    wait(29_999);
    assertEquals((await tickets.redeem(first)).session.user.id, "1");
    wait(1);
    assertEquals(await codeOf(tickets.redeem(second)), "bad_ticket");
  });

  Deno.test(`[P2] what nobody issued opens nothing (${kind})`, async () => {
    const { tickets } = office(kind);
    for (const word of ["", "x", "x".repeat(32), "../doc", "ä".repeat(32)]) {
      assertEquals(await codeOf(tickets.redeem(word)), "bad_ticket", word);
    }
  });

  Deno.test(`[A17] a person who has left does not come in by an earlier ticket (${kind})`, async () => {
    const { tickets, sessions } = office(kind);
    const session = { ...SESSION, signInId: "s1" };
    const ticket = await tickets.issue({ session });
    sessions.end(session);
    assertEquals(await codeOf(tickets.redeem(ticket)), "session_expired");
  });
}

Deno.test("[A1] no token lies open in the vault", async () => {
  const { tickets, kept } = office();
  await tickets.issue({ session: SESSION });
  assertEquals(kept.length, 1);
  assert(!kept[0]?.includes("canary"));
});

Deno.test("[P2] the vault of one process is bounded: the oldest tickets are void", async () => {
  const { vault } = office();
  for (let n = 0; n <= MAX_TICKETS; n++) await vault.put(`t${n}`, "x", 1000);
  assertEquals(await vault.take("t0"), null);
  assertEquals(await vault.take("t1"), "x");
  await vault.put("big", "x".repeat(MAX_KEPT_LENGTH), 1000);
  assertEquals(await vault.take(`t${MAX_TICKETS}`), null);
  await vault.put("small", "x", 1000);
  assertEquals(await vault.take("small"), "x");
});

Deno.test("[X8] a seventh ticket of one person voids their own oldest, and nobody else's", async () => {
  const { tickets } = office();
  const ben = { ...SESSION, user: { ...SESSION.user, id: "ben" } };
  const other = await tickets.issue({ session: ben });
  const own = [];
  for (let n = 0; n < 7; n++) {
    own.push(await tickets.issue({ session: SESSION }));
  }
  assertEquals(await codeOf(tickets.redeem(own[0] ?? "")), "bad_ticket");
  for (const ticket of [...own.slice(1), other]) await tickets.redeem(ticket);
});
