import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import { later } from "@/components/later.tsx";
import { RemoteHint } from "@/components/RemoteHint.tsx";
import { Scrubber } from "@/components/player/Scrubber.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { markIdle } from "@/lib/client/page/fullscreen.ts";
import { watchKeys } from "@/lib/client/input/keys.ts";
import { sentenceOf } from "@/lib/client/page/sentence.ts";
import { showPlace, speakPlace } from "@/lib/client/playback/live_place.ts";
import { createScrub } from "@/lib/client/playback/scrub.ts";
import { hostOf } from "@/lib/shared/room/people.ts";
import { Bar } from "./Bar.tsx";
import { t } from "@/lib/shared/texts.ts";

interface ControlsProps {
  model: AppModel;
}

const Heads = later(async () => (await import("./Heads.tsx")).Heads);
const Faces = later(async () =>
  (await import("@/components/player/Faces.tsx")).Faces
);
const KeySheet = later(async () =>
  (await import("@/components/player/KeySheet.tsx")).KeySheet
);

/** What lies over the film: its title, the sync line, the bar; with their keys. */
export function Controls({ model }: ControlsProps) {
  const scrub = useMemo(
    () =>
      createScrub((position) => model.room.send({ type: "seek", position })),
    [],
  );
  const showsKeys = useSignal(false);
  const isOff = useComputed(() =>
    !model.room.mayControl.value || !model.room.current.value?.video
  );
  useEffect(() => () => scrub.dispose(), []);
  useSignalEffect(() => scrub.arrive(model.screen.playback.value.position));
  useEffect(() => markIdle("cinema"), []);
  useEffect(() =>
    watchKeys({
      model,
      scrub,
      maySeek: () => !isOff.value,
      togglePanel: model.panel.toggle,
      search,
      help: () => showsKeys.value = !showsKeys.value,
      onFailed: (error) => model.notices.fail(sentenceOf(error)),
    }), []);

  function search(): void {
    const focus = (field: string) =>
      document.querySelector<HTMLInputElement>(field)?.focus();
    if (!model.room.current.value?.video) {
      return focus(".browse [type=search]");
    }
    model.panel.show("library");
    if (!model.panel.isOpen.value) model.panel.toggle();
    // Once the tab is drawn.
    requestAnimationFrame(() => focus("#panel [type=search]"));
  }

  const playback = model.screen.playback.value;
  const { position, duration, live, bufferedTo } = playback;
  const room = model.room.current.value;
  const locale = model.discord.locale.value;
  const shown = scrub.place.value ?? position;
  // A broadcast that nobody has seen yet has no places.
  const isNowhere = !room?.video || (room.video.kind === "live" && !live &&
    duration === 0);
  const needsHint = room?.video && !model.room.mayControl.value;
  return (
    <div class="controls">
      {room?.video && (
        <div class="title-row">
          <h1 class="title">
            <bdi>{room.video.title}</bdi>
          </h1>
          <Button
            look="quiet"
            class="share"
            onClick={() => model.discord.share()}
          >
            {t().bar.share}
          </Button>
          <Faces people={model.room.people.value.here} />
        </div>
      )}
      <div class="line">
        <Scrubber
          position={shown}
          from={live?.from}
          to={live?.to ?? duration}
          spoken={isNowhere
            ? t().library.nothingOn
            : speakPlace(playback, shown)}
          bufferedTo={bufferedTo}
          disabled={isOff.value || isNowhere}
          describedBy={needsHint ? "remote-hint" : undefined}
          extras={model.screen.extras.value}
          pointed={scrub.pointed.value}
          wordsAt={(position) =>
            showPlace(playback, { position, locale }).place}
          onShow={scrub.show}
          onSettle={scrub.settle}
          onPoint={scrub.point}
        />
        {!isNowhere && <Heads model={model} shown={shown} />}
      </div>
      <Bar
        model={model}
        scrub={scrub}
        isOff={isOff.value}
        isNowhere={isNowhere}
        isPanelOpen={model.panel.isOpen.value}
        onPanel={model.panel.toggle}
        onKeys={() => showsKeys.value = true}
      />
      {needsHint && (
        <RemoteHint
          id="remote-hint"
          hostName={hostOf(room)?.username ?? null}
        />
      )}
      {showsKeys.value && <KeySheet onClose={() => showsKeys.value = false} />}
    </div>
  );
}
