import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { later } from "@/components/later.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { pageModel } from "@/lib/client/app/page_model.ts";
import { Controls } from "@/views/player/Controls.tsx";
import { Stage } from "@/views/player/Stage.tsx";
import { t } from "@/lib/shared/texts.ts";

const FlashView = later(async () =>
  (await import("@/views/player/FlashView.tsx")).FlashView
);

interface PlayerProps {
  /** Discord's id of this application; public. */
  clientId: string;
  /** How many a room takes. */
  maxMembers: number;
  /** @default of the page; tests give another one. */
  model?: AppModel;
}

/** The video and its controls. It starts the page's model, which the other islands share. */
export default function Player(
  { clientId, maxMembers, model = pageModel() }: PlayerProps,
) {
  useEffect(() => model.start({ clientId, maxMembers }), []);
  useSignalEffect(() => {
    // Only the video fits a tile; a hot device is spared the animations.
    const { dataset } = document.documentElement;
    const { room, session, discord } = model;
    const host = room.current.value?.host ?? null;
    const isHost = host !== null && host === session.me.value?.id;
    dataset.layout = discord.layout.value;
    dataset.heat = discord.isHot.value ? "hot" : "normal";
    dataset.role = isHost ? "host" : "guest";
    dataset.phase = session.phase.value.step;
    dataset.film = room.current.value?.video ? "on" : "off";
  });
  return (
    <>
      <section class="cinema-stage" aria-label={t().page.video}>
        <Stage model={model} />
        <FlashView model={model} />
      </section>
      <section class="cinema-controls" aria-label={t().page.controls}>
        <Controls model={model} />
      </section>
    </>
  );
}
