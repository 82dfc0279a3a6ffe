/** What many people do at once: they are back, and they vote. */
import { assert, assertEquals } from "@std/assert";
import { CROWD, READY_CHECK_MS } from "../../shared/limits.ts";
import { votesIn } from "../../shared/room/votes.ts";
import type { HubVisitor } from "../../../tests/support/virtual_hub.ts";
import { startHub } from "../../../tests/support/virtual_hub.ts";

/** A room with a film on before a crowd, whose host has suggested another one. */
async function withCrowd() {
  const { enter, advance, store } = startHub();
  const host = await enter("host");
  host.tell({ type: "set_wait", waitForAll: false });
  host.tell({ type: "load", videoId: "v1" });
  host.tell({ type: "suggest", videoId: "v2" });
  const others: HubVisitor[] = [];
  while (others.length < CROWD) others.push(await enter(`m${others.length}`));
  await advance(1000);
  const load = async () => {
    const document = await store.load("r");
    assert(document);
    return document;
  };
  return { host, others, advance, load };
}

Deno.test("[G13] a crowd that is back at once is few changes, and the film goes on", async () => {
  const { host, others, advance, load } = await withCrowd();
  host.tell({ type: "ask_back", plays: true });
  await advance(0);
  const { check, rev } = await load();
  assert(check);
  // Another question's answer, and nobody's, are none.
  others[0]?.say({ type: "ready", rev: check.rev + 1 });
  await advance(100);
  assertEquals((await load()).rev, rev);
  for (const one of others) one.say({ type: "ready", rev: check.rev });
  await advance(100);
  const after = await load();
  assertEquals(after.rev, rev + 1);
  assertEquals(after.check, null);
  assert(after.timeline.playing);
});

Deno.test("[G14] when the time is up the question goes by itself, and nothing starts", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  ann.tell({ type: "set_wait", waitForAll: false });
  ann.tell({ type: "load", videoId: "v1" });
  await advance(5000);
  ann.tell({ type: "ask_back", plays: true });
  await advance(0);
  const checks = () =>
    ben.socket.all("patch").flatMap(({ patch }) =>
      patch.check === undefined ? [] : [patch.check]
    );
  assertEquals(checks().length, 1);
  for (let pastMs = 0; pastMs < READY_CHECK_MS; pastMs += 5000) {
    assertEquals(checks().length, 1, `after ${pastMs} ms`);
    for (const one of [ann, ben]) one.say({ type: "ping", t0: 0 });
    await advance(5000);
  }
  await advance(500);
  assertEquals(checks().at(-1), null);
  const { timeline } = ben.socket.all("patch").map(({ patch }) => patch)
    .findLast(({ timeline }) => timeline) ?? {};
  assertEquals(timeline?.playing, false);
});

Deno.test("[Q9] [R72] a crowd's votes are told together, and whoever votes has an answer", async () => {
  const { host, others, advance, load } = await withCrowd();
  const [item] = (await load()).queue;
  assert(item);
  const before = host.socket.all("patch").length;
  const ids = others.map((one) =>
    one.tell({ type: "vote", itemId: item.id, isFor: true })
  );
  await advance(0);
  assertEquals(votesIn(await load()).get(item.id), CROWD);
  others.forEach(({ socket }, n) =>
    assertEquals(socket.last("ack").id, ids[n])
  );
  assertEquals(host.socket.all("patch").length, before);
  await advance(100);
  assertEquals(host.socket.all("patch").length, before + 1);
  const { patch } = host.socket.last("patch");
  assertEquals(Object.keys(patch), ["people"]);
});
