import type { ComponentChildren } from "preact";
import { Button } from "../Button.tsx";
import { Icon } from "../Icon.tsx";

/** Props of {@linkcode ViewerCard}. */
export interface ViewerCardProps {
  name: string;
  screen: "desktop" | "phone" | "small phone" | "phone on its side";
  layout: "focused" | "tile" | "grid";
  /** Whether the room has made them host. */
  isHost: boolean;
  /** What Discord last did for this viewer. */
  said: string;
  onReload: () => void;
  onRemove: () => void;
  /** The frame. */
  frame: ComponentChildren;
  /** Settings. */
  children: ComponentChildren;
}

/** One viewer: their frame, and what can be done to them. */
export function ViewerCard(props: ViewerCardProps) {
  const { name, isHost, said, onReload, onRemove } = props;
  const screen = props.screen.replaceAll(" ", "-");
  return (
    <section class="viewer" aria-label={`${name}’s screen`}>
      <header class="viewer-head">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        {isHost && (
          <span class="badge">
            <Icon name="star" /> Host’s view
          </span>
        )}
        <p class="viewer-said" role="status">{said}</p>
        <Button look="quiet" icon="again" onClick={onReload}>Reopen</Button>
        <Button look="quiet" icon="cut" onClick={onRemove}>
          Leave<span class="hidden">: {name}</span>
        </Button>
      </header>
      <div class={`viewer-frame viewer-${screen} viewer-${props.layout}`}>
        {props.frame}
      </div>
      <details class="viewer-more">
        <summary>Network, Discord and faults</summary>
        {props.children}
      </details>
    </section>
  );
}
