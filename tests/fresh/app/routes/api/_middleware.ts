import { createDefine } from "fresh";

export default createDefine<unknown>().middleware(async (ctx) => {
  const response = await ctx.next();
  if (response.status !== 101) response.headers.set("x-api", "yes");
  return response;
});
