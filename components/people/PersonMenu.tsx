import { useRef } from "preact/hooks";
import { t } from "../../lib/shared/texts.ts";
import { Button } from "../Button.tsx";
import { Icon, type IconName } from "../Icon.tsx";

interface PersonMenuProps {
  name: string;
  /** Whether they have the remote beside the host. */
  isCohost: boolean;
  onMakeHost: () => void;
  onRemote: (has: boolean) => void;
  onRemove: () => void;
}

/** What can be done with a person; it can be taken back, so nothing is asked twice. */
export function PersonMenu(
  { name, isCohost, onMakeHost, onRemote, onRemove }: PersonMenuProps,
) {
  const menu = useRef<HTMLDetailsElement>(null);
  function close(): void {
    menu.current?.removeAttribute("open");
    menu.current?.querySelector("summary")?.focus();
  }
  const entry = (icon: IconName, words: string, act: () => void) => (
    <Button
      look="quiet"
      icon={icon}
      onClick={() => {
        close();
        act();
      }}
    >
      {words}
      <span class="hidden">: {name}</span>
    </Button>
  );
  return (
    <details
      class="person-menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
      onFocusOut={({ relatedTarget }) => {
        const isWithin = menu.current?.contains(relatedTarget as Node | null);
        if (relatedTarget && !isWithin) menu.current?.removeAttribute("open");
      }}
    >
      <summary
        class="button button-quiet button-icon"
        aria-label={t().people.more({ name })}
      >
        <Icon name="more" />
      </summary>
      <div class="menu-sheet">
        {entry("star", t().people.makeHost, onMakeHost)}
        {isCohost
          ? entry("cut", t().people.takeRemote, () => onRemote(false))
          : entry("plus", t().people.giveRemote, () => onRemote(true))}
        {entry("cross", t().people.remove, onRemove)}
      </div>
    </details>
  );
}
