import { assertEquals, assertObjectMatch, assertRejects } from "@std/assert";
import { MAX_CONNECTIONS_PER_MEMBER, REMOVED_MS } from "../../shared/limits.ts";
import { DomainError } from "../../shared/errors.ts";
import { startHub } from "../../../tests/support/virtual_hub.ts";
import { HEARTBEAT_MS } from "../store/peers.ts";

const REMOVE = { type: "remove_member", memberId: "ben" } as const;

Deno.test("[R93] who is removed loses every page, on every instance, and is told by whom", async () => {
  const here = startHub();
  const { time, store, advance } = here;
  const there = startHub({ time, store, newId: () => crypto.randomUUID() });
  const ann = await here.enter("ann");
  const pages = [];
  for (let n = 0; n < MAX_CONNECTIONS_PER_MEMBER; n++) {
    pages.push(await (n === 0 ? here : there).enter("ben"));
  }
  const cat = await there.enter("cat");
  ann.tell(REMOVE);
  await advance(0);
  for (const { socket } of pages) {
    assertObjectMatch(socket.last("error"), {
      code: "removed",
      error: "ANN removed you from this room. You can come back in 10 minutes.",
      details: { by: "ANN", retryAfterS: 600 },
    });
    assertEquals(socket.closed?.code, 4410);
  }
  assertEquals(cat.socket.closed, null);
  assertEquals(
    cat.socket.last("patch").patch.members?.map(({ id }) => id),
    ["ann", "cat"],
  );
  // No look of any instance brings them back.
  await advance(3 * HEARTBEAT_MS);
  assertEquals(here.hub.stats().connections, 1);
  assertEquals(there.hub.stats().connections, 1);
  assertEquals(
    (await store.load("r"))?.members.map(({ id }) => id),
    ["ann", "cat"],
  );
  here.hub.dispose();
  there.hub.dispose();
});

Deno.test("[R94] who was removed gets as far as no door: not with a new ticket, not with a socket that is open already", async () => {
  const { hub, enter, advance } = startHub();
  const ann = await enter("ann");
  await enter("ben");
  await hub.admit("r", "ben");
  ann.tell(REMOVE);
  await advance(0);
  const refused = await assertRejects(
    () => hub.admit("r", "ben"),
    DomainError,
  );
  assertEquals(refused.code, "removed");
  assertEquals(refused.details, { by: "ANN", retryAfterS: 600 });
  await hub.admit("r", "cat");
  await hub.admit("other", "ben");
  const again = await enter("ben");
  assertEquals(again.socket.last("error").code, "removed");
  assertEquals(again.socket.closed, { code: 4410, reason: "cannot join" });
  assertEquals(again.socket.all("welcome"), []);
  await advance(REMOVED_MS);
  await hub.admit("r", "ben");
  const back = await enter("ben");
  assertEquals(back.socket.all("welcome").length, 1);
  hub.dispose();
});

Deno.test("[R94] an instance that does not know the room asks the store", async () => {
  const here = startHub();
  const { time, store, advance } = here;
  const there = startHub({ time, store, newId: () => crypto.randomUUID() });
  const ann = await here.enter("ann");
  await here.enter("ben");
  ann.tell(REMOVE);
  await advance(0);
  await assertRejects(() => there.hub.admit("r", "ben"), DomainError);
  here.hub.dispose();
  there.hub.dispose();
});
