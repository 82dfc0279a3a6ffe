import { HttpError, page } from "fresh";
import { asset, Head } from "fresh/runtime";
import Simulator from "@/islands/Simulator.tsx";
import { define } from "@/lib/server/define.ts";

export const handler = define.handlers({
  GET(ctx) {
    // With a real application, Discord itself is the place to try it.
    if (!ctx.state.services.fakeDiscord) throw new HttpError(404);
    return page();
  },
});

export default define.page<typeof handler>(() => (
  <>
    <Head>
      <title>Cowatch simulator</title>
      <link key="own" rel="stylesheet" href={asset("/simulator.css")} />
    </Head>
    <Simulator />
  </>
));
