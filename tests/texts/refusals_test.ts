import { assert, assertEquals } from "@std/assert";
import { createApi } from "@/lib/client/api/api.ts";
import { sentenceOfRefusal } from "@/lib/client/page/refusal.ts";
import { tryingAgain, withoutAsking } from "@/lib/client/page/sentence.ts";
import { createRoomLink } from "@/lib/client/room/link.ts";
import type { RoomWebSocket } from "@/lib/client/room/socket.ts";
import { errorResponse, STATUS } from "@/lib/server/http/errors.ts";
import { DomainError, type ErrorCode } from "@/lib/shared/errors.ts";
import { PROTOCOL_VERSION } from "@/lib/shared/limits.ts";
import { fakeRoom } from "@/tests/support/fake_app_model.ts";
import { OTHERS, speaking, TEXTS } from "./languages.ts";

const CODES = Object.keys(STATUS) as ErrorCode[];
const { en } = TEXTS;
/** What a server of tomorrow says. */
const NEWER = { code: "of_tomorrow", error: "The moon is in the way." };

Deno.test("[U76] each refusal has a sentence in each language, whatever the server says in English", async () => {
  assertEquals(Object.keys(en.refusals).toSorted(), CODES.toSorted());
  for (const [language, texts] of OTHERS) {
    await speaking(texts, () => {
      for (const code of CODES) {
        const told = sentenceOfRefusal({ code, error: "Said in English." });
        assertEquals(told, texts.refusals[code], `${language} ${code}`);
        assert(told !== en.refusals[code], `${language} ${code}`);
      }
    });
  }
});

Deno.test("[U76] a code that is newer than the page, and one that is a word of JavaScript's, leave the server's sentence", () => {
  assertEquals(sentenceOfRefusal(NEWER), NEWER.error);
  for (const code of ["constructor", "toString", "__proto__", ""]) {
    assertEquals(sentenceOfRefusal({ code, error: "As told." }), "As told.");
  }
});

Deno.test("[A18] [U76] a wait is told in words of its size, in each language", async () => {
  const told = (retryAfterS: unknown, code = "too_many_requests") =>
    sentenceOfRefusal({ code, error: "", details: { retryAfterS } });
  await speaking(en, () => {
    assertEquals(told(20), "That was a lot at once. Wait 20 seconds.");
    assertEquals(told(60), "That was a lot at once. Wait 1 minute.");
    assertEquals(told(3599), "That was a lot at once. Wait 1 hour.");
    // A moment; no number; and a refusal that no wait helps.
    for (const moment of [0, 1, -5, "20", Infinity * 0, null]) {
      assertEquals(told(moment), en.refusals.too_many_requests);
    }
    assertEquals(told(20, "room_full"), en.refusals.room_full);
    const details = { by: "Ada", retryAfterS: 61 };
    assertEquals(
      sentenceOfRefusal({ code: "removed", error: "", details }),
      "Ada removed you from this room. Wait 2 minutes.",
    );
    assertEquals(
      tryingAgain(told(20)),
      "That was a lot at once. Wait 20 seconds. Cowatch tries again by itself.",
    );
  });
  for (const [language, texts] of OTHERS) {
    await speaking(texts, () => {
      const sentence = told(20);
      assert(/20|٢٠/.test(sentence), `${language}: ${sentence}`);
      assert(!sentence.includes(texts.errors.soon), language);
    });
  }
});

Deno.test("[U25] [U76] who need not be asked to try again is not, in any language", async () => {
  const asks = [en.errors.check, en.errors.soon, en.errors.again];
  let asking = 0;
  for (const [language, texts] of Object.entries(TEXTS)) {
    for (const section of ["refusals", "errors", "session", "media"] as const) {
      const english: Record<string, unknown> = en[section];
      for (const [key, sentence] of Object.entries(texts[section])) {
        const original = english[key];
        if (typeof sentence !== "string" || typeof original !== "string") {
          continue;
        }
        if (!asks.some((ask) => original.endsWith(ask))) continue;
        if (asks.includes(original)) continue;
        asking++;
        await speaking(texts, () => {
          const what = withoutAsking(sentence);
          assert(what !== sentence, `${language} ${section}.${key}`);
          assert(what !== "", `${language} ${section}.${key}`);
        });
      }
    }
  }
  assert(asking > 7 * 20, `${asking} ask`);
});

Deno.test("[U76] what the API refuses is worded in the page's language, with its facts", async () => {
  const real = globalThis.fetch;
  const log = { error() {}, warn() {}, info() {}, debug() {} };
  let refused: unknown = null;
  globalThis.fetch = () =>
    Promise.resolve(
      refused instanceof DomainError
        ? errorResponse(refused, log)
        : Response.json(refused, { status: 418 }),
    );
  const api = createApi();
  const sentence = () =>
    api.collections().then(() => "", (error: Error) => error.message);
  try {
    await speaking(TEXTS.de, async () => {
      for (const code of CODES) {
        if (code === "not_signed_in" || code === "session_expired") continue;
        refused = new DomainError(code, "Said in English.");
        assertEquals(await sentence(), TEXTS.de.refusals[code]);
      }
      refused = new DomainError("too_many_requests", "In English.", {
        details: { retryAfterS: 90 },
      });
      assertEquals(
        await sentence(),
        `${withoutAsking(TEXTS.de.refusals.too_many_requests)} ${
          TEXTS.de.errors.waitMinutes({ n: 2 })
        }`,
      );
      refused = NEWER;
      assertEquals(await sentence(), NEWER.error);
    });
  } finally {
    api.dispose();
    globalThis.fetch = real;
  }
});

Deno.test("[U76] what the room refuses is worded in the page's language, a command as well as the way in", async () => {
  const socket: RoomWebSocket = {
    readyState: 1,
    onmessage: null,
    onclose: null,
    send() {},
    close() {},
  };
  const tell = (message: unknown) =>
    socket.onmessage?.call(
      socket as WebSocket,
      new MessageEvent("message", { data: JSON.stringify(message) }),
    );
  const open = async (onRefused: (message: string) => void) => {
    const opened = Promise.withResolvers<void>();
    const link = createRoomLink({
      ticket: () => Promise.resolve("t"),
      onRefused,
      onOutdated() {},
      onVisible: () => () => {},
      world: {
        connect() {
          opened.resolve();
          return socket;
        },
      },
    });
    await opened.promise;
    return link;
  };
  await speaking(TEXTS.fr, async () => {
    const told: string[] = [];
    const inside = await open((message) => told.push(message));
    tell({
      type: "welcome",
      protocol: PROTOCOL_VERSION,
      you: "ann",
      room: fakeRoom(),
      presence: {},
    });
    for (const code of CODES) {
      tell({ type: "error", id: "c", code, error: "Said in English." });
    }
    // Who is removed reads it as the end of the visit.
    const notices = CODES.filter((code) => code !== "removed");
    assertEquals(told, notices.map((code) => TEXTS.fr.refusals[code]));
    inside.dispose();

    const outside = await open(() => {});
    tell({ type: "error", code: "room_full", error: "Said in English." });
    socket.onclose?.call(
      socket as WebSocket,
      new CloseEvent("close", { code: 4430 }),
    );
    assertEquals(outside.refusal.value, {
      reason: TEXTS.fr.refusals.room_full,
      code: "room_full",
    });
    outside.dispose();
  });
});
