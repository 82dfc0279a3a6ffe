import type { ComponentChildren } from "preact";
import { addUrlOf, OutsideLink } from "./OutsideLink.tsx";

/** Props of {@linkcode Shell}: the islands, and what the browser must know to start. */
export interface ShellProps {
  /** Discord's id of this application; public. The browser reads it from `data-client-id`. */
  clientId: string;
  stage: ComponentChildren;
  controls: ComponentChildren;
  status: ComponentChildren;
  people: ComponentChildren;
  queue: ComponentChildren;
  library: ComponentChildren;
}

/** The layout of the Activity: video and controls, beside them people and library. Stacked where it is narrow. */
export function Shell(props: ShellProps) {
  return (
    <main class="shell" data-client-id={props.clientId}>
      <div class="cinema" id="cinema">
        <section class="cinema-stage" aria-label="Video">
          {props.stage}
        </section>
        <section class="cinema-controls" aria-label="Player controls">
          {props.controls}
        </section>
      </div>
      <aside class="side" aria-label="Room">
        <div class="side-status">{props.status}</div>
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
