import { asset } from "fresh/runtime";
import { buildId } from "@/lib/server/http/build_id.ts";
import { FONT, STYLES } from "@/components/styles.ts";
import { define } from "@/lib/server/define.ts";
import { directionOf } from "@/lib/shared/texts.ts";
import { themeOf } from "@/lib/shared/theme.ts";

/** The document around every page. */
export default define.page(function App({ Component, url, state }) {
  // Gives a frame of the simulator its network; no other page has it.
  const isSimulated = state.services.fakeDiscord !== null &&
    url.searchParams.has("frame_id");
  const { takesFaults } = state.services.config;
  return (
    <html
      lang={state.language}
      dir={directionOf(state.language)}
      data-theme={themeOf(url.searchParams)}
      data-build={buildId()}
      data-faults={takesFaults ? "on" : "off"}
    >
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover"
        />
        <meta name="color-scheme" content="dark" />
        <meta name="theme-color" content="#0e0d0c" />
        <meta
          name="description"
          content="Watch one video together in Discord, at the same frame."
        />
        <title>Cowatch</title>
        <link rel="icon" type="image/svg+xml" href={asset("/icon.svg")} />
        <link
          rel="preload"
          as="font"
          type="font/woff2"
          href={FONT}
          crossorigin="anonymous"
        />
        {STYLES.map((path) => (
          <link key={path} rel="stylesheet" href={asset(path)} />
        ))}
        {/* Modules run in their order, so texts are there before the islands. */}
        <script
          type="module"
          id="texts"
          src={asset(`/texts/${state.language}.js`)}
        />
        {isSimulated && <script src={asset("/simulator-shim.js")} />}
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
});
