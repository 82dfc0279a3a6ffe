import { define } from "@/lib/server/define.ts";

export const handler = define.handlers({
  async GET({ state: { caller, services } }) {
    const collections = await services.extras.collections(await caller());
    return Response.json({ collections });
  },
});
