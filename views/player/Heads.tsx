import { SyncHeads } from "@/components/player/SyncHeads.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { syncLineOf } from "@/lib/client/playback/sync_line.ts";
import { formatMs } from "@/lib/shared/format.ts";
import { t } from "@/lib/shared/texts.ts";

interface HeadsProps {
  model: AppModel;
  /** The place that is shown, s. */
  shown: number;
}

/** Everybody's place, on the scrub bar. */
export function Heads({ model, shown }: HeadsProps) {
  const { duration, live } = model.screen.playback.value;
  const { from = 0, to = duration } = live ?? {};
  const line = syncLineOf(model.room.people.value.here);
  const skew = model.room.skew.value;
  const words = line.apart.length > 0
    ? t().bar.together({
      count: line.together,
      apart: line.apart.length,
    })
    : skew
    ? t().bar.allWithin({
      count: skew.viewers,
      ms: formatMs(skew.p95Ms, model.discord.locale.value),
    })
    : "";
  const at = to > from ? (shown - from) / (to - from) : 0;
  return (
    <SyncHeads
      at={Math.min(1, Math.max(0, at))}
      together={line.together}
      apart={line.apart}
      words={words}
    />
  );
}
