import type { Context } from "fresh";

export const handler = {
  GET(ctx: Context<unknown>) {
    const { socket, response } = ctx.upgrade();
    socket.onopen = () => socket.send("welcome");
    return response;
  },
};
