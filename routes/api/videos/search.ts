import { define } from "@/lib/server/define.ts";
import { readPaging, readQuery } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  async GET({ url, state: { caller, services } }) {
    const by = await caller();
    const query = { q: readQuery(url), ...readPaging(url) };
    return Response.json(await services.videos.search(by, query));
  },
});
