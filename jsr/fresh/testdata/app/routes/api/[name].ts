import type { Context } from "@fresh/core";

export const handler = {
  GET: (ctx: Context<unknown>) => ctx.json({ name: ctx.params.name }),
};
