import { assertEquals, assertThrows } from "@std/assert";
import * as v from "valibot";
import type { CataloguePass } from "../catalogue/catalogue.ts";
import { passOf } from "./pass.ts";
import { AuthAnswer, ksIn } from "./schema.ts";

const NOW = 1_767_323_045_000;
const HOUR = 3_600_000;
const KS = "djJ8NTg5NjM5Mnwx-_MjM0NTY3ODkwYWJjZGVm==";

/** What the gateway in the field answers to a sign-in. */
function answer(over: { expiresAt?: unknown; kalturaSession?: unknown } = {}) {
  return {
    token: "t",
    expiresAt: new Date(NOW + 24 * HOUR).toISOString(),
    user: { discordId: "7" },
    kalturaSession: {
      ks: KS,
      partnerId: "5896392",
      userId: "u",
      expiry: 3600,
      privileges: "",
    },
    ...over,
  };
}

const REST = { ks: KS, partnerId: "5896392" };
const EXCEPTION = {
  objectType: "KalturaAPIException",
  code: "START_SESSION_ERROR",
  message: "Error while starting session for partner [5896392]",
};
const session = (over: Record<string, unknown>) => ({
  kalturaSession: { ...REST, expiry: 3600, ...over },
});

const CASES: [
  string,
  ReturnType<typeof answer>,
  Omit<CataloguePass, "token">,
][] = [
  ["as it is", answer(), { ...REST, expiresAtMs: NOW + HOUR }],
  [
    "a token that ends before its KS",
    answer({ expiresAt: new Date(NOW + 5000).toISOString() }),
    { ...REST, expiresAtMs: NOW + 5000 },
  ],
  [
    "an expiry as a date in seconds",
    answer(session({ expiry: NOW / 1000 + 1800 })),
    { ...REST, expiresAtMs: NOW + HOUR / 2 },
  ],
  [
    "an expiry as text",
    answer(session({ expiry: "60" })),
    { ...REST, expiresAtMs: NOW + 60_000 },
  ],
  [
    "an expiry of nonsense",
    answer(session({ expiry: "soon" })),
    { ...REST, expiresAtMs: NOW + 24 * HOUR },
  ],
  [
    "an expiry below zero",
    answer(session({ expiry: -1 })),
    { ...REST, expiresAtMs: NOW + 24 * HOUR },
  ],
  [
    "Kaltura's refusal in place of the KS",
    answer(session({ ks: EXCEPTION })),
    { partnerId: "5896392", expiresAtMs: NOW + 24 * HOUR },
  ],
  [
    "an object written as text",
    answer(session({ ks: "[object Object]" })),
    { partnerId: "5896392", expiresAtMs: NOW + 24 * HOUR },
  ],
  [
    "a short word as KS",
    answer(session({ ks: "undefined" })),
    { partnerId: "5896392", expiresAtMs: NOW + 24 * HOUR },
  ],
  [
    "an account as a number",
    answer(session({ partnerId: 5896392 })),
    { ...REST, expiresAtMs: NOW + HOUR },
  ],
  [
    "an account of nonsense",
    answer(session({ partnerId: "your_partner_id" })),
    { ks: KS, expiresAtMs: NOW + HOUR },
  ],
  [
    "no session, as in the plan",
    answer({ kalturaSession: undefined }),
    { expiresAtMs: NOW + 24 * HOUR },
  ],
  [
    "a session that is none",
    answer({ kalturaSession: "none", expiresAt: "never" }),
    {},
  ],
  [
    "a token's end in seconds",
    answer({ kalturaSession: null, expiresAt: NOW / 1000 + 9 }),
    { expiresAtMs: NOW + 9000 },
  ],
];

for (const [name, told, expected] of CASES) {
  Deno.test(`[V14] [V21] a pass of ${name}`, () => {
    const pass = passOf(v.parse(AuthAnswer, told), { nowMs: NOW });
    assertEquals(pass, { token: "t", ...expected });
  });
}

Deno.test("[V19] the KS of a gateway without an account is no pass", () => {
  const told = v.parse(AuthAnswer, answer(session({ ks: "mock_ks_k3j2h1g" })));
  assertThrows(() => passOf(told, { nowMs: NOW }), Error, "no Kaltura account");
});

Deno.test("[V13] the KS in an address is read as gateways write it", () => {
  const plus = KS.replace("-_", "+/");
  const at = (query: string) => `https://www.kaltura.com/p/1/x?${query}`;
  assertEquals(ksIn(at(`ks=${KS}&entry_id=1`)), KS);
  assertEquals(ksIn(at(`entry_id=1&ks=${plus}`)), plus, "a plus stays one");
  assertEquals(ksIn(at(`ks=${encodeURIComponent(plus)}`)), plus);
  assertEquals(ksIn(at("entry_id=1")), undefined);
  assertEquals(ksIn(at("ks=[object Object]")), undefined);
  assertEquals(ksIn(at(`tasks=${KS}`)), undefined);
});
