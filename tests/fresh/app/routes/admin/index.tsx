import { createDefine, page } from "fresh";

const define = createDefine<{ greeting: string }>();

export const handler = define.handlers({
  GET(ctx) {
    if (ctx.url.searchParams.has("broken")) throw new Error("broken");
    return page({ total: 5 }, { status: 201, headers: { "x-total": "5" } });
  },
});

export default define.page<typeof handler>(({ data, state }) => (
  <b>{state.greeting} {data.total.toFixed(1)}</b>
));
