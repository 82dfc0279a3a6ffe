import { useRef } from "preact/hooks";
import { t } from "../../lib/shared/texts.ts";
import { Button } from "../Button.tsx";
import { Icon } from "../Icon.tsx";

/** Props of {@linkcode PersonMenu}. */
export interface PersonMenuProps {
  name: string;
  onMakeHost: () => void;
}

/** What can be done with a person; it can be taken back, so nothing is asked twice. */
export function PersonMenu({ name, onMakeHost }: PersonMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  function close(): void {
    menu.current?.removeAttribute("open");
    menu.current?.querySelector("summary")?.focus();
  }
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
        <Button
          look="quiet"
          icon="star"
          onClick={() => {
            close();
            onMakeHost();
          }}
        >
          {t().people.makeHost}
          <span class="hidden">: {name}</span>
        </Button>
      </div>
    </details>
  );
}
