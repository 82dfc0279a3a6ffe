import { define } from "@/lib/server/http/define.ts";
import { readMediaRequest } from "@/lib/server/media/request.ts";

export const handler = define.handlers({
  GET(ctx) {
    return ctx.state.services.captions.file(readMediaRequest(ctx));
  },
});
