import { define } from "@/lib/server/http/define.ts";

export const handler = define.handlers({
  GET(ctx) {
    return ctx.state.services.avatars.get(ctx.params);
  },
});
