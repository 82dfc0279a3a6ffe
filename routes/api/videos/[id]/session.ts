import { define } from "@/lib/server/define.ts";
import { readVideoId } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  async POST({ params, state: { caller, services } }) {
    const by = await caller();
    const session = await services.videos.session(by, readVideoId(params));
    return Response.json(session);
  },
});
