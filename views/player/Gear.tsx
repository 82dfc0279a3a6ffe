import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "@/components/Icon.tsx";
import { later } from "@/components/later.tsx";
import { t } from "@/lib/shared/texts.ts";
import type { GearSheetProps } from "./GearSheet.tsx";

const GearSheet = later(async () =>
  (await import("./GearSheet.tsx")).GearSheet
);

/** Everything that is set seldom: speed for everyone; quality, captions and sound for this person. */
export function Gear(props: GearSheetProps) {
  const isOpen = useSignal(false);
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const { current } = box;
      if (!current?.open) return;
      const isKey = event instanceof KeyboardEvent;
      const isInside = current.contains(event.target as Node);
      if (isKey ? event.key !== "Escape" : isInside) return;
      current.open = false;
      if (isKey) current.querySelector("summary")?.focus();
    };
    addEventListener("pointerdown", close);
    addEventListener("keydown", close);
    return () => {
      removeEventListener("pointerdown", close);
      removeEventListener("keydown", close);
    };
  }, []);
  return (
    <details
      class="gear"
      ref={box}
      onToggle={(event) => isOpen.value = event.currentTarget.open}
    >
      <summary
        class="button button-quiet button-icon"
        aria-label={t().gear.label}
        title={t().gear.label}
      >
        <Icon name="gear" />
      </summary>
      {isOpen.value && <GearSheet {...props} />}
    </details>
  );
}
