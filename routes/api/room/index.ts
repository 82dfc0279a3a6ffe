import { define } from "@/lib/server/define.ts";
import { enterRoom } from "@/lib/server/room_entry.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const enter = await enterRoom(ctx.state.services, ctx.req);
    // The hub looks after silence itself. Deno's own way costs a timer for each
    // message, and keeps the whole request for as long as the socket lives.
    const { socket, response } = ctx.upgrade({ idleTimeout: 0 });
    enter(socket);
    return response;
  },
});
