/** Controls that arrive while a store is writing, on one instance and on two. */
import { assert, assertEquals } from "@std/assert";
import { seededRandom } from "../../../tests/support/seeded_random.ts";
import { startHub } from "../../../tests/support/virtual_hub.ts";
import { VirtualCluster } from "../../../tests/support/virtual_store.ts";
import { VirtualTime } from "../../../tests/support/virtual_time.ts";

/** Time that the store needs one way, ms: many messages come in meanwhile. */
const SLOW_MS = 8;

/** Hubs on one slow store. */
function slowCluster(instances: number) {
  const time = new VirtualTime();
  const cluster = new VirtualCluster(time, seededRandom(3), 1_000_000);
  cluster.faults.latencyMs = [SLOW_MS, SLOW_MS + 5];
  const hubs = Array.from({ length: instances }, (_, n) => {
    const timers = time.actor({ startMs: 1000 * n });
    const { word } = seededRandom(n + 10);
    return startHub({ time, ...cluster.connect(timers), timers, newId: word });
  });
  return { time, cluster, hubs };
}

for (const instances of [1, 2]) {
  Deno.test(`[R49] no control is lost that arrives during a write, on ${instances} instances`, async () => {
    const { time, cluster, hubs } = slowCluster(instances);
    const pages = [];
    for (let n = 0; n < 4; n++) {
      const hub = hubs[n % instances];
      assert(hub);
      pages.push(await hub.enter(`p${n}`));
      await time.advance(1000);
    }
    const [host] = pages;
    assert(host);
    host.tell({ type: "set_control", control: "everyone" });
    host.tell({ type: "set_wait", waitForAll: false });
    host.tell({ type: "load", videoId: "v1" });
    await time.advance(1000);
    const before = cluster.peek("r");
    assert(before);
    // Each presses at every stage of the others' writes.
    const ids = new Map<string, number>();
    for (let n = 0; n < 24; n++) {
      const page = pages[n % 4];
      assert(page);
      ids.set(page.tell({ type: "seek", position: n + 1 }), n % 4);
      await time.advance(17);
    }
    await time.advance(3000);
    const after = cluster.peek("r");
    assertEquals(after?.rev, before.rev + ids.size);
    for (const [index, { socket }] of pages.entries()) {
      const own = [...ids].filter(([, by]) => by === index).map(([id]) => id);
      const acked = socket.all("ack").map(({ id }) => id);
      assertEquals(acked.filter((id) => ids.has(id)), own);
      assertEquals(socket.all("error"), []);
      // And everybody has heard of the last.
      assertEquals(
        socket.last("patch").patch.timeline?.position,
        after?.timeline.position,
      );
    }
    for (const { hub } of hubs) hub.dispose();
  });
}
