import { t } from "../lib/shared/texts.ts";
import { addUrlOf, OutsideLink } from "./OutsideLink.tsx";

interface ExplainProps {
  /** Discord's id of this application; public. */
  clientId: string;
}

/** The page shown outside Discord: what this is and how to add it. */
export function Explain({ clientId }: ExplainProps) {
  return (
    <main class="explain">
      <img src="/icon.svg" alt="" width="72" height="72" />
      <h1>Cowatch</h1>
      <p class="explain-lead">{t().explain.lead}</p>
      <ol>
        <li>{t().explain.add}</li>
        <li>{t().explain.join}</li>
        <li>{t().explain.choose}</li>
      </ol>
      <OutsideLink class="button button-primary" href={addUrlOf(clientId)}>
        {t().explain.button}
      </OutsideLink>
      <p class="hint">{t().explain.nothingHere}</p>
    </main>
  );
}
