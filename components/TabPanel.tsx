import type { ComponentChildren } from "preact";

interface TabPanelProps {
  /** Id of it; its tab has the same one after `tab-`. */
  id: string;
  isOpen: boolean;
  class?: string;
  children?: ComponentChildren;
}

/** What a tab of the panel shows. */
export function TabPanel(
  { id, isOpen, class: extra, children }: TabPanelProps,
) {
  return (
    <section
      id={id}
      class={`tab-panel${extra ? ` ${extra}` : ""}`}
      role="tabpanel"
      aria-labelledby={`tab-${id}`}
      hidden={!isOpen}
      tabIndex={-1}
    >
      {children}
    </section>
  );
}
