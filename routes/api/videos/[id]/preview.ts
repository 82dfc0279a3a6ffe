import { define } from "@/lib/server/define.ts";
import { readPartnerId, readVideoId } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  GET(ctx) {
    return ctx.state.services.thumbnails.strip(readVideoId(ctx.params), {
      partnerId: readPartnerId(ctx.url),
    });
  },
});
