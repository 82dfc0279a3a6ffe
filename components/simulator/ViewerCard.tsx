import type { ComponentChildren } from "preact";
import { Button } from "../Button.tsx";
import { Icon } from "../Icon.tsx";

interface ViewerCardProps {
  name: string;
  /** Whether the room has made them host. */
  isHost: boolean;
  /** What Discord last did for this viewer. */
  said: string;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  onReload: () => void;
  onRemove: () => void;
  /** Discord's dialog over the frame. */
  dialog: ComponentChildren;
  /** The frame. */
  frame: ComponentChildren;
  /** Settings, shown while open. */
  children: ComponentChildren;
}

/** One viewer: their screen, and what can be done to them. */
export function ViewerCard(props: ViewerCardProps) {
  const { name, isHost, said, isOpen, onOpen, onReload, onRemove } = props;
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
        <p class="viewer-said" role="status" title={said}>{said}</p>
        <button
          type="button"
          class="viewer-more"
          aria-expanded={isOpen}
          onClick={() => onOpen(!isOpen)}
        >
          Network, Discord and faults
        </button>
        <Button look="quiet" icon="again" label="Reopen" onClick={onReload} />
        <Button
          look="quiet"
          icon="cross"
          label={`Leave: ${name}`}
          onClick={onRemove}
        />
      </header>
      <div class="viewer-frame">
        {props.frame}
        {props.dialog}
      </div>
      {isOpen && props.children}
    </section>
  );
}
