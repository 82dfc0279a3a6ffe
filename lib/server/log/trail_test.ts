import { assert, assertEquals, assertMatch } from "@std/assert";
import { delay, realTimers } from "../../shared/timers.ts";
import { createLog } from "./log.ts";
import {
  createTrailFields,
  currentTrail,
  notePerson,
  onNewTrail,
  onTrail,
} from "./trail.ts";

const ID = "123456789012345678";

Deno.test("[O33] what a request sets off is logged with its id, and with a hash of the person's", async () => {
  const lines: Record<string, string>[] = [];
  const log = createLog((line) => lines.push(JSON.parse(line)), {
    trail: createTrailFields("one secret"),
  });
  const request = (personId: string) =>
    onNewTrail(async () => {
      log.info("begun");
      await delay(realTimers, 1);
      notePerson(personId);
      await delay(realTimers, 1);
      log.info("known");
    });
  await Promise.all([request(ID), request("other"), request(ID)]);
  log.info("nobody's");
  const known = lines.filter(({ event }) => event === "known");
  const begun = lines.filter(({ event }) => event === "begun");
  assertEquals(new Set(lines.map(({ request }) => request)).size, 4);
  assertEquals(begun.map(({ person }) => person), [
    undefined,
    undefined,
    undefined,
  ]);
  for (const { request, person } of known) {
    assertMatch(request ?? "", /^[0-9a-f]{12}$/);
    assertMatch(person ?? "", /^[0-9a-f]{12}$/);
  }
  // The same person twice, and another.
  assertEquals(new Set(known.map(({ person }) => person)).size, 2);
  assert(!JSON.stringify(lines).includes(ID));
  assertEquals(lines.at(-1)?.request, undefined);
});

Deno.test("[O33] the hash needs the secret, and is the same wherever the secret is", () => {
  const hashed = (secret: string) =>
    onTrail(
      { request: "r", personId: ID, refusal: null },
      createTrailFields(secret),
    ).person;
  assertEquals(hashed("one"), hashed("one"));
  assert(hashed("one") !== hashed("two"));
});

Deno.test("[O33] what outlives a request is not logged as its", async () => {
  const seen: unknown[] = [];
  await onNewTrail(async () => {
    notePerson(ID);
    await onTrail(undefined, async () => {
      await delay(realTimers, 1);
      seen.push(currentTrail());
    });
    seen.push(currentTrail()?.personId);
  });
  assertEquals(seen, [undefined, ID]);
});
