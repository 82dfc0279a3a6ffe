import { define } from "@/lib/server/define.ts";
import { enterRoom } from "@/lib/server/room_entry.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const enter = await enterRoom(ctx.state.services, ctx.req);
    const { socket, response } = ctx.upgrade();
    enter(socket);
    return response;
  },
});
