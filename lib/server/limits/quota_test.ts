import { assertEquals, assertThrows } from "@std/assert";
import { DomainError } from "../../shared/errors.ts";
import { clientAddress } from "../http/client_address.ts";
import { createKeptRooms } from "./kept_rooms.ts";
import { ROOM_KNOWN_MS, ROOMS } from "./limits.ts";
import { createQuota, inWords } from "./quota.ts";

Deno.test("[X4] a budget is one owner's, fills again, and says when", () => {
  let nowMs = 0;
  const quota = createQuota({
    limits: { burst: 2, perS: 0.1 },
    now: () => nowMs,
  });
  quota.take("ann");
  quota.take("ann");
  const error = assertThrows(() => quota.take("ann"), DomainError);
  assertEquals([error.code, error.details], [
    "too_many_requests",
    { retryAfterS: 10 },
  ]);
  quota.take("ben");
  nowMs = 4000;
  assertEquals(
    assertThrows(() => quota.take("ann"), DomainError).details,
    { retryAfterS: 6 },
  );
  nowMs = 10_000;
  quota.take("ann");
});

Deno.test("[X4] a crowd of owners stays within its bound and forgets who asked longest ago", () => {
  const quota = createQuota({
    limits: { burst: 1, perS: 0.001 },
    now: () => 0,
    maxOwners: 3,
  });
  for (const owner of ["a", "b", "c"]) quota.take(owner);
  assertThrows(() => quota.take("a"), DomainError);
  quota.take("d");
  quota.take("a");
  assertThrows(() => quota.take("c"), DomainError);
});

Deno.test("[X5] going back to a room is free, another one is not", () => {
  let nowMs = 0;
  const rooms = createKeptRooms({ now: () => nowMs });
  for (let n = 0; n < ROOMS.burst; n++) rooms.visit("ann", `i-${n}`);
  for (let n = 0; n < 100; n++) rooms.visit("ann", "i-0");
  assertThrows(() => rooms.visit("ann", "i-new"), DomainError);
  rooms.visit("ben", "i-new");
  nowMs = 1000 / ROOMS.perS;
  rooms.visit("ann", "i-new");
  assertThrows(() => rooms.visit("ann", "i-newer"), DomainError);
  nowMs = ROOM_KNOWN_MS + 1;
  // Forgotten by now, and paid for again.
  for (let n = 0; n < 10; n++) rooms.visit("ann", `i-${n}`);
});

Deno.test("[X6] an owner is an address, or the network of one; only trusted proxies are believed", () => {
  const from = (hostname: string, forwarded?: string, trustedProxies = 0) =>
    clientAddress({
      req: {
        headers: new Headers(
          forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
        ),
      },
      info: { remoteAddr: { transport: "tcp", hostname, port: 1 } },
    }, { trustedProxies });
  assertEquals(from("192.0.2.1"), "192.0.2.1");
  assertEquals(from("192.0.2.1", "1.1.1.1"), "192.0.2.1");
  assertEquals(from("192.0.2.1", "1.1.1.1, 2.2.2.2", 1), "2.2.2.2");
  assertEquals(from("192.0.2.1", "1.1.1.1, 2.2.2.2", 2), "1.1.1.1");
  assertEquals(from("192.0.2.1", "2.2.2.2", 2), "192.0.2.1");
  assertEquals(from("192.0.2.1", "2.2.2.2:4711", 1), "2.2.2.2");
  assertEquals(from("::ffff:192.0.2.1"), "192.0.2.1");
  assertEquals(
    from("2001:DB8:0:7:1::1"),
    from("2001:db8::7:ffff:ffff:ffff:ffff".replace("::7", ":0:7")),
  );
  assertEquals(from("2001:db8:0:8::1") === from("2001:db8:0:7::1"), false);
  assertEquals(from("::1"), "0:0:0:0::/64");
});

Deno.test("[A18] a wait is given in a unit of its size", () => {
  assertEquals(
    [0.2, 5, 59.5, 60, 61, 540, 3600, 7300].map(inWords),
    [
      "in a moment",
      "in 5 seconds",
      "in 60 seconds",
      "in a minute",
      "in 2 minutes",
      "in 9 minutes",
      "in an hour",
      "in 3 hours",
    ],
  );
});
