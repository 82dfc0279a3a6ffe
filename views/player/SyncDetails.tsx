import { useSignal } from "@preact/signals";
import { Button } from "@/components/Button.tsx";
import { SyncTable } from "@/components/player/SyncTable.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import type { SyncState } from "@/lib/client/model/screen.ts";
import { formatDrift, formatMs } from "@/lib/shared/format.ts";
import { t } from "@/lib/shared/texts.ts";

interface SyncDetailsProps {
  model: AppModel;
  /** Of the app, for who tells of a fault. */
  version?: string | undefined;
}

const QUALITY: Record<SyncState["quality"], string> = {
  good: "Good",
  fair: "Fair",
  poor: "Poor",
};

/** The figures behind a viewer's status, and what they can do about it. */
export function SyncDetails({ model, version }: SyncDetailsProps) {
  const isTableOpen = useSignal(false);
  const { status, driftMs, rttMs, quality } = model.screen.sync.value;
  const locale = model.discord.locale.value;
  const skew = model.room.skew.value;
  return (
    <div class="sync-more">
      <dl>
        <dt>{t().details.you}</dt>
        <dd>{formatDrift(driftMs, locale)}</dd>
        <dt>{t().details.roundTrip}</dt>
        <dd>{formatMs(rttMs, locale)}</dd>
        <dt>{t().details.connection}</dt>
        <dd>{QUALITY[quality]}</dd>
        {version && (
          <>
            <dt>Cowatch</dt>
            <dd>{version}</dd>
          </>
        )}
        {skew && (
          <>
            <dt>{t().details.all}</dt>
            <dd>
              {t().details.within({ ms: formatMs(skew.p95Ms, locale) })}
            </dd>
          </>
        )}
      </dl>
      <details
        onToggle={(event) => isTableOpen.value = event.currentTarget.open}
      >
        <summary class="sync-all">{t().details.everyone}</summary>
        {isTableOpen.value && <EveryonesFigures model={model} />}
      </details>
      <Button
        icon="again"
        disabled={status === "reconnecting" || !model.room.current.value?.video}
        onClick={() => model.screen.resync()}
      >
        {t().details.catchUp}
      </Button>
      {model.screen.primaryAction.value === "pause" && (
        <Button
          look="quiet"
          icon="pause"
          onClick={() => model.screen.perform("pause_here")}
        >
          {t().bar.pause_here}
        </Button>
      )}
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
