import { useSignal } from "@preact/signals";
import { Button } from "@/components/Button.tsx";
import { Icon, type IconName } from "@/components/Icon.tsx";
import { SyncTable } from "@/components/player/SyncTable.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import type { SyncState } from "@/lib/client/model/screen.ts";
import { pageModel } from "@/lib/client/page_model.ts";
import { formatDrift, formatMs } from "@/lib/shared/format.ts";

/** Props of an island; tests give another model. */
export interface SyncStatusProps {
  model?: AppModel;
  /** Of the app, for who tells of a fault. */
  version?: string;
}

const SHOWN: Record<SyncState["status"], { icon: IconName; word: string }> = {
  idle: { icon: "film", word: "Nothing on" },
  in_sync: { icon: "check", word: "In sync" },
  catching_up: { icon: "chase", word: "Catching up" },
  loading: { icon: "spinner", word: "Loading" },
  reconnecting: { icon: "cut", word: "Reconnecting" },
};

const QUALITY: Record<SyncState["quality"], string> = {
  good: "Good",
  fair: "Fair",
  poor: "Poor",
};

/** Whether this viewer sees what the room sees; the numbers on request. */
export default function SyncStatus(
  { model = pageModel(), version }: SyncStatusProps,
) {
  const isTableOpen = useSignal(false);
  const { status, driftMs, rttMs, quality } = model.screen.sync.value;
  const locale = model.discord.locale.value;
  const skew = model.room.skew.value;
  const isAway = model.screen.sync.value.isAway && status !== "reconnecting";
  // What failed loads no more; the stage says why.
  const isFailed = status === "loading" &&
    model.screen.mediaError.value !== null;
  const { icon, word } = isAway
    ? { icon: "pause" as const, word: "Paused here" }
    : isFailed
    ? { icon: "alert" as const, word: "Not playing" }
    : SHOWN[status];
  const isReconnecting = status === "reconnecting";
  return (
    <div class="sync">
      <details>
        <summary
          class={`sync-word sync-${isFailed ? "failed" : status}`}
        >
          <Icon name={icon} class={icon === "spinner" ? "spin" : undefined} />
          <span>{word}</span>
          <span class="hidden">: details</span>
        </summary>
        <div class="sync-more">
          <dl>
            <dt>You are</dt>
            <dd>{formatDrift(driftMs, locale)}</dd>
            <dt>Round trip</dt>
            <dd>{formatMs(rttMs, locale)}</dd>
            <dt>Connection</dt>
            <dd>{QUALITY[quality]}</dd>
            {version && (
              <>
                <dt>Cowatch</dt>
                <dd>{version}</dd>
              </>
            )}
            {skew && (
              <>
                <dt>All screens</dt>
                <dd>within {formatMs(skew.p95Ms, locale)}</dd>
              </>
            )}
          </dl>
          <details
            onToggle={(event) => isTableOpen.value = event.currentTarget.open}
          >
            <summary class="sync-all">Everyone's figures</summary>
            {isTableOpen.value && <EveryonesFigures model={model} />}
          </details>
          <Button
            icon="again"
            disabled={isReconnecting || !model.room.current.value?.video}
            onClick={() => model.screen.resync()}
          >
            Sync with room
          </Button>
          {model.screen.primaryAction.value === "pause" && (
            <Button
              look="quiet"
              icon="pause"
              onClick={() => model.screen.perform("pause_here")}
            >
              Pause for you
            </Button>
          )}
        </div>
      </details>
      <p class="hidden" role="status">
        {isAway && "You paused. The room goes on."}
      </p>
    </div>
  );
}

/** Drawn anew with each report, so only while somebody looks. */
function EveryonesFigures({ model }: { model: AppModel }) {
  void model.room.presence.value;
  return (
    <SyncTable
      metrics={model.room.getSyncMetrics()}
      locale={model.discord.locale.value}
    />
  );
}
