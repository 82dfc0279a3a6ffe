import { assertEquals } from "@std/assert";
import { parseLaunch } from "./launch.ts";

Deno.test("[D1] the query of a launch is read, absent values arrive as a word", () => {
  assertEquals(
    parseLaunch(
      "?instance_id=i-1-gc-2-3&frame_id=f&platform=desktop&guild_id=2" +
        "&channel_id=3&custom_id=undefined&referrer_id=undefined",
    ),
    {
      frameId: "f",
      instanceId: "i-1-gc-2-3",
      platform: "desktop",
      guildId: "2",
      channelId: "3",
      link: { videoId: null, creatorId: null },
    },
  );
});

Deno.test("[D1] a page outside Discord has no launch", () => {
  for (
    const search of [
      "",
      "?frame_id=f",
      "?instance_id=i&platform=desktop",
      "?frame_id=undefined&instance_id=i&platform=desktop",
      "?frame_id=f&instance_id=i&platform=toaster",
    ]
  ) assertEquals(parseLaunch(search), null, search);
});
