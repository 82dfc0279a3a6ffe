import { formatDrift, formatMs } from "@/lib/shared/format.ts";
import type { MemberSyncMetrics } from "@/lib/shared/room/sync_metrics.ts";
import { t } from "../../lib/shared/texts.ts";

interface SyncTableProps {
  /** By user id, in the room's order. */
  metrics: ReadonlyMap<string, MemberSyncMetrics>;
  /** How numbers are written. */
  locale: string;
}

/** Everyone's sync figures, for who wants to know where it lags. */
export function SyncTable({ metrics, locale }: SyncTableProps) {
  if (metrics.size === 0) return <p class="sync-none">{t().details.none}</p>;
  return (
    <div
      class="sync-table"
      role="region"
      aria-label={t().details.figures}
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{t().details.who}</th>
            <th scope="col">{t().details.now}</th>
            <th scope="col">{t().details.mean}</th>
            <th scope="col">{t().details.fixed}</th>
          </tr>
        </thead>
        <tbody>
          {[...metrics].map(([id, one]) => (
            <tr key={id}>
              <th scope="row" title={one.username}>{one.username}</th>
              <td>{formatDrift(one.driftMs, locale)}</td>
              <td>{formatMs(one.averageSyncDelta * 1000, locale)}</td>
              <td>{one.syncSuccesses} / {one.syncAttempts}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
