import { HttpError } from "fresh";
import { define } from "@/lib/server/define.ts";

export const handler = define.handlers((ctx) => {
  const { fakeDiscord } = ctx.state.services;
  if (!fakeDiscord) throw new HttpError(404);
  return fakeDiscord.answer(ctx.req, ctx.params.path ?? "");
});
