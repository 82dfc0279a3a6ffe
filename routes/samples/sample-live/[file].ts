import { HttpError } from "fresh";
import { define } from "@/lib/server/define.ts";
import {
  broadcastMaster,
  broadcastPlaylist,
} from "@/lib/server/videos/sample_broadcast.ts";

/** The playlists of the built-in broadcast; its segments are files. */
export const handler = define.handlers({
  GET(ctx) {
    const text = playlistOf(ctx.params.file);
    if (text === null) throw new HttpError(404);
    return new Response(text, {
      headers: {
        "content-type": "application/vnd.apple.mpegurl",
        "cache-control": "no-store",
      },
    });
  },
});

function playlistOf(file: string | undefined): string | null {
  switch (file) {
    case "master.m3u8":
      return broadcastMaster();
    case "v0.m3u8":
      return broadcastPlaylist(Date.now());
    default:
      return null;
  }
}
