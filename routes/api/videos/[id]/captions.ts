import { define } from "@/lib/server/define.ts";
import { readMediaRequest } from "@/lib/server/videos/media_request.ts";

export const handler = define.handlers({
  GET(ctx) {
    return ctx.state.services.captions.file(readMediaRequest(ctx));
  },
});
