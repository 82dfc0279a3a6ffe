import type { ComponentChildren } from "preact";
import { addUrlOf, OutsideLink } from "./OutsideLink.tsx";
import { t } from "../lib/shared/texts.ts";

/** Props of {@linkcode Shell}: the islands, and what the browser must know to start. */
interface ShellProps {
  /** Discord's id of this application; public. */
  clientId: string;
  player: ComponentChildren;
  status: ComponentChildren;
  tabs: ComponentChildren;
  people: ComponentChildren;
  queue: ComponentChildren;
  library: ComponentChildren;
}

/** The layout of the Activity: the film everywhere, the controls over it, a panel with the room. Upright the panel is under the film. */
export function Shell(props: ShellProps) {
  return (
    <main class="shell">
      <div class="cinema" id="cinema">
        {props.player}
        <div class="cinema-top">{props.status}</div>
      </div>
      <aside class="side" id="panel" aria-label={t().page.room}>
        {props.tabs}
        {props.people}
        {props.queue}
        {props.library}
        <p class="hint side-end">
          <OutsideLink href={addUrlOf(props.clientId)}>
            {t().page.add}
          </OutsideLink>
        </p>
      </aside>
      <noscript>
        <p class="noscript">{t().page.needsScript}</p>
      </noscript>
    </main>
  );
}
