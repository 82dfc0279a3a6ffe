import { define } from "@/lib/server/define.ts";
import { enterRoom } from "@/lib/server/room_entry.ts";

export const handler = define.handlers({
  GET(ctx) {
    const enter = enterRoom(ctx.state.services, ctx.req);
    const { socket, response } = ctx.upgrade();
    enter(socket);
    return response;
  },
});
