import { parseJson, readText } from "@/lib/server/http/body.ts";
import { define } from "@/lib/server/define.ts";
import { Interaction } from "@/lib/server/watch_command/interaction.ts";
import { DomainError } from "@/lib/shared/errors.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { commands } = ctx.state.services;
    if (commands === null) {
      throw new DomainError("not_found", "There is nothing at this address.");
    }
    const body = await readText(ctx.req);
    await commands.check(ctx.req.headers, body);
    return Response.json(await commands.answer(parseJson(body, Interaction)));
  },
});
