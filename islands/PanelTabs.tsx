import { PANEL_TABS, type PanelTab } from "@/lib/client/model/panel.ts";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { pageModel } from "@/lib/client/app/page_model.ts";
import { t } from "@/lib/shared/texts.ts";

/** Props of an island; tests give another model. */
interface PanelTabsProps {
  model?: AppModel;
}

/** People, queue and library: one at a time. */
export default function PanelTabs(
  { model = pageModel() }: PanelTabsProps,
) {
  const open = model.panel.tab.value;
  const counts: Partial<Record<PanelTab, number>> = {
    people: model.room.people.value.here.length,
    queue: model.room.current.value?.queue.length ?? 0,
  };

  /** As tabs do everywhere: arrows go through them. */
  function move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const isRtl = document.documentElement.dir === "rtl";
    const index = PANEL_TABS.indexOf(open) + (isRtl ? -step : step);
    const next = PANEL_TABS[
      (index + PANEL_TABS.length) % PANEL_TABS.length
    ] ?? "people";
    model.panel.show(next);
    document.getElementById(`tab-${next}`)?.focus();
  }

  return (
    <div class="tabs" role="tablist" onKeyDown={move}>
      {PANEL_TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          id={`tab-${tab}`}
          class="tab"
          role="tab"
          aria-selected={open === tab ? "true" : "false"}
          aria-controls={tab}
          tabIndex={open === tab ? 0 : -1}
          onClick={() => model.panel.show(tab)}
        >
          {t().panel[tab]}
          {!!counts[tab] && <span class="count">{counts[tab]}</span>}
        </button>
      ))}
    </div>
  );
}
