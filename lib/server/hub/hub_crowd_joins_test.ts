import { assert, assertEquals } from "@std/assert";
import { NO_ROOM, receive } from "../../client/room/state.ts";
import { publicRoom } from "../../room/document/document.ts";
import { CROWD } from "../../shared/limits.ts";
import type { HubVisitor } from "../../../tests/support/virtual_hub.ts";
import { startHub } from "../../../tests/support/virtual_hub.ts";

/** What a page makes of all that it was sent. */
function pageOf({ socket }: HubVisitor) {
  const effects: string[] = [];
  let state = NO_ROOM;
  for (const message of socket.sent) {
    const step = receive(state, message);
    state = step.state;
    effects.push(...step.effects.map(({ type }) => type));
  }
  return { room: state.room, effects };
}

Deno.test("[R72] who comes to a crowd is told together with others, and nobody has a gap", async () => {
  const { enter, advance, store } = startHub();
  const people: HubVisitor[] = [];
  for (let n = 0; n < CROWD; n++) people.push(await enter(`m${n}`));
  await advance(200);
  const [host, watcher] = people;
  assert(host && watcher);
  const patches = () => watcher.socket.all("patch").length;
  const check = async () => {
    const document = await store.load("r");
    assert(document);
    for (const one of people) {
      if (one.socket.closed) continue;
      const { room, effects } = pageOf(one);
      assertEquals(room, publicRoom(document), one.id);
      assertEquals(effects, [], one.id);
    }
  };
  let before = patches();
  for (let n = 0; n < 20; n++) people.push(await enter(`late${n}`));
  // Who comes has the room at once.
  assertEquals(pageOf(people.at(-1)!).room?.members.length, CROWD + 20);
  assertEquals(patches(), before);
  await advance(100);
  assertEquals(patches(), before + 1);
  await check();

  // A control waits for nobody, and takes the others' news along.
  before = patches();
  people.push(await enter("later"));
  people[10]?.vanish();
  await advance(30);
  host.tell({ type: "set_control", control: "everyone" });
  await advance(0);
  assertEquals(patches(), before + 1);
  people[11]?.vanish();
  people.push(await enter("last"));
  people.at(-2)?.say({ type: "resync" });
  await advance(100);
  assertEquals(patches(), before + 2);
  const gone = new Set(["m10", "m11"]);
  people.splice(0, people.length, ...people.filter(({ id }) => !gone.has(id)));
  await check();
});

Deno.test("[R72] below a crowd each is told at once", async () => {
  const { enter } = startHub();
  const ann = await enter("ann");
  for (let n = 0; n < 20; n++) await enter(`m${n}`);
  assertEquals(ann.socket.all("patch").length, 20);
});
