import { Icon } from "@/components/Icon.tsx";
import { later } from "@/components/later.tsx";
import {
  type ShownStatus,
  statusIcon,
  statusWords,
} from "@/components/player/status_words.ts";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { pageModel } from "@/lib/client/app/page_model.ts";
import { t } from "@/lib/shared/texts.ts";

/** Props of an island; tests give another model. */
interface SyncStatusProps {
  model?: AppModel;
  /** Of the app, for who tells of a fault. */
  version?: string;
}

const SyncDetails = later(async () =>
  (await import("@/views/player/SyncDetails.tsx")).SyncDetails
);

/** What this viewer's page is doing; the numbers on request. */
export default function SyncStatus(
  { model = pageModel(), version }: SyncStatusProps,
) {
  const status = shownStatus(model);
  const icon = statusIcon(status);
  return (
    <div class="sync">
      <details>
        <summary class={`sync-word sync-${status.kind}`}>
          <Icon name={icon} class={icon === "spinner" ? "spin" : undefined} />
          <bdi>{statusWords(status)}</bdi>
          <span class="hidden">{t().status.details}</span>
        </summary>
        <SyncDetails model={model} version={version} />
      </details>
      <p class="hidden" role="status">
        {status.kind === "paused_here" && t().status.pausedHere}
      </p>
    </div>
  );
}

/** The status with names for ids. */
function shownStatus(model: AppModel): ShownStatus {
  const status = model.screen.status.value;
  const myId = model.session.me.value?.id;
  const nameOf = (id: string) =>
    model.room.people.value.here.find((one) => one.id === id)?.username;
  switch (status.kind) {
    case "paused": {
      const by = status.by === null ? undefined : nameOf(status.by);
      return { kind: "paused", by: status.by === myId ? null : by };
    }
    case "waiting":
      return {
        kind: "waiting",
        for: status.for.map((id) =>
          id === myId ? t().waiting.you : nameOf(id) ?? t().waiting.somebody
        ),
      };
    default:
      return status;
  }
}
