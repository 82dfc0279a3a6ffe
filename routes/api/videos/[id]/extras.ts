import { define } from "@/lib/server/define.ts";
import { readVideoId } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  async GET({ params, state: { caller, services } }) {
    const by = await caller();
    const extras = await services.extras.extras(by, readVideoId(params));
    return Response.json(extras);
  },
});
