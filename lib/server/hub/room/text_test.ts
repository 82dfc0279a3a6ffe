import { assertEquals } from "@std/assert";
import { publicRoom } from "../../../room/document/document.ts";
import { TestRoom } from "../../../../tests/support/rooms.ts";
import { roomTextOf } from "./text.ts";

Deno.test("[R71] a room's text says what the room does, whatever changed", () => {
  const room = new TestRoom();
  for (let n = 0; n < 20; n++) {
    assertEquals(
      JSON.parse(roomTextOf(room.document)),
      JSON.parse(JSON.stringify(publicRoom(room.document))),
    );
    room.join(`m"${n}`);
    if (n % 5 === 4) room.disconnect(`m"${n - 2}`);
    if (n % 7 === 6) {
      room.apply({
        type: "attend",
        memberId: `m"${n}`,
        connectionId: `c-m"${n}`,
        isHidden: true,
      });
    }
  }
});
