import { define } from "@/lib/server/define.ts";

export const handler = define.handlers({
  GET(ctx) {
    return ctx.state.services.avatars.get(ctx.params);
  },
});
