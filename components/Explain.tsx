// deno-lint-ignore-file house/text-in-source -- English so far, see docs/texts.md
import { addUrlOf, OutsideLink } from "./OutsideLink.tsx";

/** Props of {@linkcode Explain}. */
export interface ExplainProps {
  /** Discord's id of this application; public. */
  clientId: string;
}

/** The page shown outside Discord: what this is and how to add it. */
export function Explain({ clientId }: ExplainProps) {
  return (
    <main class="explain">
      <img src="/icon.svg" alt="" width="72" height="72" />
      <h1>Cowatch</h1>
      <p class="explain-lead">
        Watch one video together in a Discord voice channel. Everybody sees the
        same frame at the same moment.
      </p>
      <ol>
        <li>Add Cowatch to your server or your account.</li>
        <li>Join a voice channel and open its Activities.</li>
        <li>Choose Cowatch, then pick a video. Friends join with one tap.</li>
      </ol>
      <OutsideLink class="button button-primary" href={addUrlOf(clientId)}>
        Add to Discord
      </OutsideLink>
      <p class="hint">
        Cowatch runs inside Discord, so there is nothing to watch on this page.
      </p>
    </main>
  );
}
