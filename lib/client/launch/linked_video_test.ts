import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { readLink } from "./linked_video.ts";
import { parseLaunch } from "./launch.ts";

const NOTHING = { videoId: null, creatorId: null };
const read = (metadata: string | null, customId: string | null = null) =>
  readLink({ metadata, customId });

Deno.test("[P19] a bot's link and a share link name a video, and a bot's whoever asked for it", () => {
  const told = {
    videoId: "1_abc",
    partnerId: "123",
    uiconfId: 5,
    creatorId: "100000000000000002",
  };
  assertEquals(read(JSON.stringify(told)), {
    videoId: "1_abc",
    creatorId: "100000000000000002",
  });
  assertEquals(read(null, "discord_activity_1_abc"), {
    videoId: "1_abc",
    creatorId: null,
  });
  assertEquals(read(null, "v_1_abc").videoId, "1_abc");
  // Each may say a part.
  assertEquals(read('{"creatorId":"7"}', "v_1_abc"), {
    videoId: "1_abc",
    creatorId: "7",
  });
  assertEquals(read('{"videoId":"1_meta"}', "v_1_abc").videoId, "1_meta");
});

Deno.test("[P19] what is wrong in a link is nothing; what is right beside it counts", () => {
  for (
    const metadata of [
      null,
      "",
      "{",
      "null",
      "[]",
      '"1_abc"',
      "undefined",
      '{"videoId":null}',
      '{"videoId":"../auth/token"}',
      '{"videoId":{"$ne":1},"creatorId":["1"]}',
      '{"creatorId":"me"}',
      `{"creatorId":"${"1".repeat(21)}"}`,
      `{"videoId":"1_abc","more":"${"x".repeat(2000)}"}`,
      '{"__proto__":{"videoId":"1_abc"}}',
    ]
  ) assertEquals(read(metadata), NOTHING, `${metadata}`);
  for (
    const customId of ["1_abc", "inline_activity_1_abc", "v_", "v_<b>", "x_v_1"]
  ) assertEquals(read(null, customId), NOTHING, customId);
  assertEquals(read('{"videoId":"<b>","creatorId":"7"}'), {
    videoId: null,
    creatorId: "7",
  });
});

Deno.test("[P19] no text makes a link throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      read(text, text);
    }),
  );
});

Deno.test("[P19] the link is read from the frame's address", () => {
  const query = new URLSearchParams({
    frame_id: "f",
    instance_id: "i",
    platform: "desktop",
    custom_id: "undefined",
    metadata: '{"videoId":"1_abc","creatorId":"7"}',
  });
  assertEquals(parseLaunch(`?${query}`)?.link, {
    videoId: "1_abc",
    creatorId: "7",
  });
});
