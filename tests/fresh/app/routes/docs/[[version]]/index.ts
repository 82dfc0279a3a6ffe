import type { Context } from "fresh";

export const handler = (ctx: Context<unknown>) =>
  ctx.text(`docs ${ctx.params.version} ${ctx.route}`);
