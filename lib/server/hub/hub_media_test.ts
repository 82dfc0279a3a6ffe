import { assert, assertEquals } from "@std/assert";
import type { PresenceReport } from "../../shared/room/protocol.ts";
import { startHub } from "../../../tests/support/virtual_hub.ts";

const ACTIVE: PresenceReport = { status: "active" };

Deno.test("[R61] what viewers find the media to be goes to the rules, and to nobody else", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  const ben = await enter("ben");
  ann.tell({ type: "load", videoId: "v0" });
  await advance(0);
  const media = { kind: "recorded", duration: 90 } as const;
  for (const [one, duration] of [[ben, 2], [ann, 90]] as const) {
    one.say({
      type: "report",
      report: {
        ...ACTIVE,
        media: { videoId: "v0", media: { kind: "recorded", duration } },
      },
    });
    await advance(2000);
  }
  const heard = () =>
    ben.socket.all("patch").flatMap(({ patch }) => patch.media ?? []);
  assertEquals(heard(), [media]);
  const told = ben.socket.all("presence");
  assert(told.length > 0);
  assert(!JSON.stringify(told).includes("duration"));
  // Said again, it is no news.
  ann.say({
    type: "report",
    report: { ...ACTIVE, media: { videoId: "v0", media } },
  });
  await advance(3000);
  assertEquals(heard(), [media]);
});

Deno.test("[R61] media that no viewer can have is refused by name", async () => {
  const { enter, advance } = startHub();
  const ann = await enter("ann");
  for (const duration of [0, -1, 1e9, null]) {
    const media = { kind: "recorded", duration };
    ann.sayRaw(JSON.stringify({
      type: "report",
      report: { ...ACTIVE, media: { videoId: "v0", media } },
    }));
    await advance(0);
    assertEquals(ann.socket.last("error").code, "bad_message", `${duration}`);
  }
});
