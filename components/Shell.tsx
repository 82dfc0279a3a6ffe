import type { ComponentChildren } from "preact";
import { addUrlOf, OutsideLink } from "./OutsideLink.tsx";

/** Props of {@linkcode Shell}: the islands, and what the browser must know to start. */
export interface ShellProps {
  /** Discord's id of this application; public. */
  clientId: string;
  player: ComponentChildren;
  status: ComponentChildren;
  tabs: ComponentChildren;
  people: ComponentChildren;
  queue: ComponentChildren;
  library: ComponentChildren;
}

/** The layout of the Activity: video and controls, beside them people and library. Stacked where it is narrow. */
export function Shell(props: ShellProps) {
  return (
    <main class="shell">
      <div class="cinema" id="cinema">{props.player}</div>
      <aside class="side" aria-label="Room">
        <div class="side-status">{props.status}</div>
        {props.tabs}
        {props.people}
        {props.queue}
        {props.library}
        <p class="hint side-end">
          <OutsideLink href={addUrlOf(props.clientId)}>
            Add Cowatch to your server
          </OutsideLink>
        </p>
      </aside>
      <noscript>
        <p class="noscript">Cowatch needs JavaScript to play in sync.</p>
      </noscript>
    </main>
  );
}
