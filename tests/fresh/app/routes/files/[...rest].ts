import type { Context } from "fresh";

export const handler = (ctx: Context<unknown>) =>
  ctx.text(ctx.params.rest ?? "");
