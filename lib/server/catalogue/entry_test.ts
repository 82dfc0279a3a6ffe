import { assertEquals } from "@std/assert";
import type { Video } from "../../shared/video/video.ts";
import { judgeEntry } from "./entry.ts";

/** An entry that fits, in the field's dialect. */
const GOOD = {
  id: "0_abc",
  title: "Tides",
  description: "Of the moon.",
  thumbnailUrl: "https://cdnsecakmi.kaltura.com/p/589/thumbnail/entry_id/0_abc",
  duration: 90,
  createdAt: "2026-01-02T03:04:05.000Z",
  views: 7,
  userId: "someone@example.com",
  playUrl:
    "https://www.kaltura.com/api_v3/p/589/embedPlaykitJs/uiconf_id/4?ks=canary&entry_id=0_abc",
};

/** What becomes of it. */
const SHOWN: Video = {
  id: "0_abc",
  title: "Tides",
  description: "Of the moon.",
  thumbnailUrl: "https://cdnsecakmi.kaltura.com/p/589/thumbnail/entry_id/0_abc",
  duration: 90,
  partnerId: "589",
  createdAt: "2026-01-02T03:04:05.000Z",
  views: 7,
  kind: "video",
};

/** A field that is dropped. */
const NONE = Symbol("none");
type Change = { [K in keyof Video]?: Video[K] | typeof NONE };

const EPOCH = "1970-01-01T00:00:00.000Z";
const LONG = "x".repeat(300_000);

/** Odd entries: what differs from {@linkcode GOOD}, and what is shown of it. */
const REPAIRED: [name: string, odd: Record<string, unknown>, Change][] = [
  ["nothing odd", {}, {}],
  ["duration null", { duration: null }, { duration: 0 }],
  ["no duration", { duration: undefined }, { duration: 0 }],
  ["duration as text", { duration: "93.5" }, { duration: 93.5 }],
  ["duration in words", { duration: "1:33" }, { duration: 0 }],
  ["negative duration", { duration: -5 }, { duration: 0 }],
  ["duration without end", { duration: 1.7e308 }, { duration: 0 }],
  ["duration NaN", { duration: NaN }, { duration: 0 }],
  ["duration of a list", { duration: [90] }, { duration: 0 }],
  ["no title", { title: undefined }, { title: "Untitled (0_abc)" }],
  ["title null", { title: null }, { title: "Untitled (0_abc)" }],
  ["title of blanks", { title: " \t\n " }, { title: "Untitled (0_abc)" }],
  ["title a number", { title: 1984 }, { title: "1984" }],
  ["title an object", { title: { en: "T" } }, { title: "Untitled (0_abc)" }],
  ["title of 300 KB", { title: LONG }, { title: LONG.slice(0, 200) }],
  [
    "title cut within a character",
    { title: `${"x".repeat(199)}🌊` },
    { title: "x".repeat(199) },
  ],
  ["title with controls", { title: "a\u0000b\r\nc" }, { title: "a b c" }],
  ["title that turns words", { title: "\u202egnp.exe" }, { title: "gnp.exe" }],
  ["title unseen", { title: "\u200b\u3164" }, { title: "Untitled (0_abc)" }],
  ["half a character", { title: "a\ud83c" }, { title: "a\ufffd" }],
  ["markup", { title: "<b>T</b>" }, { title: "<b>T</b>" }],
  ["description null", { description: null }, { description: NONE }],
  ["empty description", { description: "" }, { description: NONE }],
  [
    "description of 300 KB",
    { description: LONG },
    { description: LONG.slice(0, 2000) },
  ],
  ["no date", { createdAt: undefined }, { createdAt: EPOCH }],
  ["date null", { createdAt: null }, { createdAt: EPOCH }],
  ["date of nonsense", { createdAt: "yesterday" }, { createdAt: EPOCH }],
  ["date beyond time", { createdAt: 1e300 }, { createdAt: EPOCH }],
  [
    "date in seconds",
    { createdAt: 1_767_323_045 },
    { createdAt: "2026-01-02T03:04:05.000Z" },
  ],
  [
    "date in ms",
    { createdAt: 1_767_323_045_000 },
    { createdAt: "2026-01-02T03:04:05.000Z" },
  ],
  ["views as text", { views: "12" }, { views: 12 }],
  ["views in words", { views: "many" }, { views: NONE }],
  ["negative views", { views: -1 }, { views: NONE }],
  ["views null", { views: null }, { views: NONE }],
  ["id a number", { id: 5 }, { id: "5" }],
  ["userId a number", { userId: 17 }, {}],
  [
    "no picture",
    { thumbnailUrl: undefined },
    { thumbnailUrl: NONE },
  ],
  [
    "picture of nothing",
    { thumbnailUrl: "https://cfvod.kaltura.com/p/589/entry_id/undefined" },
    { thumbnailUrl: NONE },
  ],
  [
    "picture of script",
    { thumbnailUrl: "javascript:alert(1)" },
    { thumbnailUrl: NONE },
  ],
  ["account a number", { partnerId: 77 }, { partnerId: "77" }],
  ["account in words", { partnerId: "abc" }, { partnerId: "589" }],
  [
    "account in the picture only",
    { playUrl: undefined },
    { partnerId: "589" },
  ],
  [
    "account nowhere but at the sign-in",
    { playUrl: undefined, thumbnailUrl: "https://x.kaltura.com/t.jpg" },
    { partnerId: "42", thumbnailUrl: "https://x.kaltura.com/t.jpg" },
  ],
  ["sound", { mediaType: 5 }, { kind: "audio" }],
  ["sound in words", { type: "Audio" }, { kind: "audio" }],
  ["live", { mediaType: 201 }, { kind: "live", duration: 0 }],
  [
    "live and on",
    { kind: "live", isLive: true },
    { kind: "live", duration: 0, isLive: true },
  ],
  ["an unknown kind", { mediaType: 99 }, {}],
  ["ready in words", { status: "READY" }, {}],
  ["ready", { status: "2" }, {}],
];

/** Entries that are left out, and why. */
const LEFT_OUT: [name: string, entry: unknown, why: string][] = [
  ["null", null, "no entry"],
  ["text", "0_abc", "no entry"],
  ["a list", [GOOD], "no entry"],
  ["no id", { ...GOOD, id: undefined }, "id"],
  ["an empty id", { ...GOOD, id: "" }, "id"],
  ["an id with a path", { ...GOOD, id: "../auth/token" }, "id"],
  ["an id that is a path", { ...GOOD, id: "search" }, "id"],
  ["an id of 65 characters", { ...GOOD, id: "x".repeat(65) }, "id"],
  ["an id that is an object", { ...GOOD, id: {} }, "id"],
  ["a fraction as id", { ...GOOD, id: 1.5 }, "id"],
  ["a picture", { ...GOOD, mediaType: 2 }, "image"],
  ["converting", { ...GOOD, status: 1 }, "not ready"],
  ["importing, as text", { ...GOOD, status: "0" }, "not ready"],
  ["deleted", { ...GOOD, status: 3 }, "not ready"],
  ["pending, in words", { ...GOOD, status: "PENDING" }, "not ready"],
];

for (const [name, odd, change] of REPAIRED) {
  Deno.test(`[V10] [V11] [V21] an entry with ${name} is shown for what it is`, () => {
    const expected = Object.fromEntries(
      Object.entries({ ...SHOWN, ...change })
        .filter(([, value]) => value !== NONE),
    );
    const judged = judgeEntry({ ...GOOD, ...odd }, { partnerId: "42" });
    assertEquals<unknown>(judged, { video: expected });
  });
}

for (const [name, entry, why] of LEFT_OUT) {
  Deno.test(`[V10] [V12] ${name} is left out`, () => {
    assertEquals(judgeEntry(entry), { leftOut: why });
  });
}
