import type { Context } from "fresh";

export const handler = {
  GET: (ctx: Context<unknown>) => ctx.json({ name: ctx.params.name }),
};
