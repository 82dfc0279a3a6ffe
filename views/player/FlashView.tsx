import { useEffect } from "preact/hooks";
import { Icon, type IconName } from "@/components/Icon.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { watchCaptionsPlace } from "@/lib/client/page/captions_place.ts";
import { flash, type FlashKind } from "@/lib/client/input/flash.ts";
import { watchTaps } from "@/lib/client/input/touch.ts";

const ICONS: Readonly<Record<FlashKind, IconName>> = {
  play: "play",
  pause: "pause",
  back: "back10",
  ahead: "ahead10",
  sound: "sound",
  muted: "muted",
  captions: "captions",
  rate: "chase",
};

/** What a key or a finger has just done. It fades by itself; the controls say the same to those who cannot see it. */
export function FlashView({ model }: { model: AppModel }) {
  useEffect(() => watchTaps(model), []);
  useEffect(watchCaptionsPlace, []);
  const now = flash.value;
  if (now === null) return null;
  return (
    <div
      key={now.id}
      class={`flash flash-${now.kind}`}
      aria-hidden="true"
    >
      <Icon name={ICONS[now.kind]} />
      {now.words && <bdi>{now.words}</bdi>}
    </div>
  );
}
