import { define } from "@/lib/server/define.ts";
import { readPlayRequest, readVideoId } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  async POST({ req, params, state: { caller, services } }) {
    const by = await caller();
    const id = readVideoId(params);
    const { renewal: isRenewal = false } = await readPlayRequest(req);
    return Response.json(await services.videos.play(by, { id, isRenewal }));
  },
});
