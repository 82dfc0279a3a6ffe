import type { Context } from "@fresh/core";

export const handler = async (ctx: Context<unknown>) => {
  const response = await ctx.next();
  response.headers.set("x-api", "yes");
  return response;
};
