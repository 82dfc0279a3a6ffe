import { App, csp, HttpError, staticFiles } from "fresh";

const strict = csp<State>({ useNonce: true });

interface State {
  greeting: string;
}

/** The app that the stand-in's tests build. */
export const app = new App<State>()
  .use((ctx) =>
    // As behind a proxy that has a policy of its own.
    ctx.url.searchParams.has("frame_id") ? ctx.next() : strict(ctx)
  )
  .use(staticFiles())
  .use((ctx) => {
    ctx.state.greeting = "hello";
    return ctx.next();
  })
  .ws("/ws", {
    message: (socket, { data }) => socket.send(`echo ${data}`),
  })
  .fsRoutes()
  .get("/teapot", () => {
    throw new HttpError(418, "short and stout");
  });
