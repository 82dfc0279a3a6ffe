import { App, csp, staticFiles } from "@fresh/core";

/** The app that the stand-in's tests build. */
export const app = new App<{ greeting: string }>()
  .use(csp({ useNonce: true }))
  .use(staticFiles())
  .use((ctx) => {
    ctx.state.greeting = "hello";
    return ctx.next();
  })
  .fsRoutes();
