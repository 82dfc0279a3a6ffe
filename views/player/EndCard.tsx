import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import { Picture } from "@/components/Picture.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { NEXT_VIDEO_MS } from "@/lib/shared/limits.ts";
import { nextVideoAt } from "@/lib/shared/room/next_video.ts";
import { t } from "@/lib/shared/texts.ts";

interface EndCardProps {
  model: AppModel;
}

/** Time between looks at the room's clock, ms. */
const LOOK_MS = 250;

/** What follows the last frame: what comes next and when, or the film again. @see SPEC U70, Q20 */
export function EndCard({ model }: EndCardProps) {
  const leftS = useSignal<number | null>(null);
  useEffect(() => {
    const look = () => leftS.value = secondsLeft(model);
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const [next] = model.room.current.value?.queue ?? [];
  const may = model.room.mayControl.value;
  return (
    <div class="end-card">
      {leftS.value !== null && next
        ? (
          <>
            <span class="queue-picture">
              <Picture kind={next.video.kind} url={next.video.thumbnailUrl} />
            </span>
            <p role="timer">
              {t().stage.nextIn({
                title: next.video.title,
                seconds: String(leftS.value),
              })}
            </p>
            {may && (
              <>
                <Button
                  look="primary"
                  icon="play"
                  onClick={() =>
                    model.room.send({ type: "play_item", itemId: next.id })}
                >
                  {t().stage.playNow}
                </Button>
                <Button onClick={() => model.room.send({ type: "pause" })}>
                  {t().stage.stay}
                </Button>
              </>
            )}
          </>
        )
        : (
          <>
            <p>{t().stage.theEnd}</p>
            {may && (
              <Button
                look="primary"
                icon="again"
                onClick={() => model.screen.perform("again")}
              >
                {t().stage.again}
              </Button>
            )}
          </>
        )}
    </div>
  );
}

/** Seconds until the next video; `null` where none comes within the usual wait. */
function secondsLeft({ room }: AppModel): number | null {
  const current = room.current.peek();
  const nowMs = room.now();
  const nextMs = current && nextVideoAt(current);
  if (nextMs === null || nowMs === null) return null;
  const leftMs = nextMs - nowMs;
  return leftMs > NEXT_VIDEO_MS ? null : Math.max(0, Math.ceil(leftMs / 1000));
}
