import { assert, assertEquals } from "@std/assert";
import type { PresenceReport } from "../shared/protocol.ts";
import { mergePeople } from "../shared/presence.ts";
import { startHub } from "../testing/virtual_hub.ts";
import type { Peers, Reports } from "./hub_peers.ts";

const SECONDS = 10;
/** Time between reports in the storm, ms: as often as a connection may speak. */
const STORM_MS = 100;

const report = (n: number): PresenceReport => ({
  status: n % 2 ? "active" : "inactive",
  driftMs: n,
});

Deno.test("[R22] however often people report, a room hears of it once a second, with the newest of each", async () => {
  const { enter, advance } = startHub();
  const ids = ["ann", "ben", "cat", "dan", "eve"];
  const people = [];
  for (const id of ids) people.push(await enter(id));
  const [listener] = people;
  assert(listener);
  let n = 0;
  let heard = 0;
  const perSecond = [];
  for (let second = 0; second < SECONDS; second++) {
    for (let ms = 0; ms < 1000; ms += STORM_MS) {
      n++;
      for (const one of people) one.say({ type: "report", report: report(n) });
      await advance(STORM_MS);
    }
    const all = listener.socket.all("presence");
    perSecond.push(all.length - heard);
    heard = all.length;
  }
  assertEquals(perSecond, Array(SECONDS).fill(1));
  await advance(1000);
  assertEquals(
    listener.socket.last("presence").presence,
    Object.fromEntries(ids.map((id) => [id, report(n)])),
  );
  // Calm people cost nothing.
  const before = listener.socket.all("presence").length;
  await advance(5000);
  assertEquals(listener.socket.all("presence").length, before);
});

Deno.test("[R22] what other instances tell joins the same second", async () => {
  let tell = (_reports: Reports) => {};
  const peers: Peers = {
    beat: (instance) => Promise.resolve(new Set([instance])),
    tell() {},
    listen(_roomId, hear) {
      tell = hear;
      return () => {};
    },
  };
  const { enter, advance } = startHub({ peers });
  const ann = await enter("ann");
  await advance(1000);
  const before = ann.socket.all("presence").length;
  for (let n = 0; n < 30; n++) {
    tell({ ben: report(n) });
    ann.say({ type: "report", report: report(n) });
    await advance(STORM_MS);
  }
  assertEquals(ann.socket.all("presence").length - before, 3);
});

Deno.test("[P11] [R22] nobody moves in the list whatever is reported, and a newcomer stands last", async () => {
  const { enter, advance } = startHub();
  const ids = ["dan", "ann", "eve", "ben"];
  const people = [];
  for (const id of ids) people.push(await enter(id));
  const listed = async (newcomer: string) => {
    const { room, presence } = (await enter(newcomer)).socket.last("welcome");
    return mergePeople({
      room,
      reports: presence,
      participants: null,
      voice: null,
      speaking: new Set(),
      me: null,
    }).here.map(({ id }) => id);
  };
  for (const [n, one] of [...people].reverse().entries()) {
    one.say({ type: "report", report: report(n) });
    await advance(1000);
  }
  assertEquals(await listed("cat"), [...ids, "cat"]);
  people[1]?.vanish();
  await advance(1000);
  assertEquals(await listed("fay"), [...ids, "cat", "fay"], "gone, not moved");
});
