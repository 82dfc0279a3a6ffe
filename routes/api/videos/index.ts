import { define } from "@/lib/server/define.ts";
import { readCollection, readPaging } from "@/lib/server/videos/query.ts";

export const handler = define.handlers({
  async GET({ url, state: { caller, services } }) {
    const by = await caller();
    const paging = readPaging(url);
    const collection = readCollection(url);
    const page = collection === undefined
      ? services.videos.list(by, paging)
      : services.extras.inCollection(by, { ...paging, collection });
    return Response.json(await page);
  },
});
