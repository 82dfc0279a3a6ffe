import type { Context } from "@fresh/core";

export const handler = (ctx: Context<unknown>) =>
  ctx.text(ctx.params.rest ?? "");
