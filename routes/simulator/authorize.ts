import { HttpError } from "fresh";
import { readJson } from "@/lib/server/http/body.ts";
import { define } from "@/lib/server/define.ts";
import { AuthorizeRequest } from "@/lib/server/discord/fake_discord.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { fakeDiscord } = ctx.state.services;
    if (!fakeDiscord) throw new HttpError(404);
    const wish = await readJson(ctx.req, { schema: AuthorizeRequest });
    const code = fakeDiscord.authorize(wish);
    if (code === null) throw new HttpError(404);
    return Response.json({ code }, {
      headers: { "cache-control": "no-store" },
    });
  },
});
