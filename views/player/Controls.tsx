import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import { ChoiceMenu } from "@/components/ChoiceMenu.tsx";
import { RemoteHint } from "@/components/RemoteHint.tsx";
import { RateSelect } from "@/components/player/RateSelect.tsx";
import { Scrubber } from "@/components/player/Scrubber.tsx";
import { VolumeSlider } from "@/components/player/VolumeSlider.tsx";
import type { IconName } from "@/components/Icon.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import type { PrimaryAction } from "@/lib/client/model/screen.ts";
import {
  markIdle,
  toggleFullscreen,
  watchFullscreen,
} from "@/lib/client/page/fullscreen.ts";
import {
  togglePictureInPicture,
  watchPictureInPicture,
} from "@/lib/client/page/picture_in_picture.ts";
import {
  behindLive,
  placeIn,
  showPlace,
  speakPlace,
} from "@/lib/client/playback/live_place.ts";
import { createScrub } from "@/lib/client/playback/scrub.ts";
import { shortcutOf } from "@/lib/client/page/shortcuts.ts";
import { hostOf } from "@/lib/shared/room/people.ts";

/** Props of {@linkcode Controls}. */
export interface ControlsProps {
  model: AppModel;
}

const ACTIONS: Record<PrimaryAction, { icon: IconName; label: string }> = {
  play: { icon: "play", label: "Play for everyone" },
  pause: { icon: "pause", label: "Pause for everyone" },
  again: { icon: "again", label: "Play again for everyone" },
  pause_here: { icon: "pause", label: "Pause for you" },
  back: { icon: "play", label: "Back to the room" },
};

/** Play, scrub, speed, sound, full screen and picture in picture; with their keys. */
export function Controls({ model }: ControlsProps) {
  const scrub = useMemo(
    () =>
      createScrub((position) => model.room.send({ type: "seek", position })),
    [],
  );
  const fullscreen = useSignal<"none" | "off" | "on">("none");
  const ownWindow = useSignal<"none" | "off" | "on">("none");
  const isOff = useComputed(() =>
    !model.room.mayControl.value || !model.room.current.value?.video
  );
  useEffect(() => () => scrub.dispose(), []);
  useSignalEffect(() => scrub.arrive(model.screen.playback.value.position));
  useEffect(() => watchFullscreen((state) => fullscreen.value = state), []);
  useEffect(
    () => watchPictureInPicture((state) => ownWindow.value = state),
    [],
  );
  useEffect(() => markIdle("cinema"), []);
  useEffect(() => {
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);

  function toggle(): void {
    const now = model.screen.primaryAction.value;
    if (now !== null) model.screen.perform(now);
  }
  function press(event: KeyboardEvent): void {
    const shortcut = shortcutOf(event);
    if (shortcut === null) return;
    event.preventDefault();
    if (shortcut.type === "mute") {
      model.volume.setMuted(!model.volume.isMuted.value);
    } else if (shortcut.type === "fullscreen") toggleFullscreen("cinema");
    else if (shortcut.type === "picture_in_picture") {
      togglePictureInPicture("cinema");
    } else if (shortcut.type === "toggle") toggle();
    else if (!isOff.value) {
      const now = model.screen.playback.value;
      const to = (scrub.place.value ?? now.position) + shortcut.by;
      scrub.settle(placeIn(now, to));
    }
  }

  const playback = model.screen.playback.value;
  const { position, duration, live, bufferedTo } = playback;
  const { icon, label } = ACTIONS[model.screen.primaryAction.value ?? "play"];
  const room = model.room.current.value;
  const locale = model.discord.locale.value;
  const shown = scrub.place.value ?? position;
  const { place, of } = showPlace(playback, { position: shown, locale });
  const behindS = behindLive(playback, position);
  // A broadcast that nobody has seen yet has no places.
  const isNowhere = !room?.video || (room.video.kind === "live" && !live &&
    duration === 0);
  const isMuted = model.volume.isMuted.value;
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
            Share
          </Button>
        </div>
      )}
      <Scrubber
        position={shown}
        from={live?.from}
        to={live?.to ?? duration}
        spoken={isNowhere ? "Nothing on yet" : speakPlace(playback, shown)}
        bufferedTo={bufferedTo}
        disabled={isOff.value || isNowhere}
        describedBy={needsHint ? "remote-hint" : undefined}
        extras={model.screen.extras.value}
        pointed={scrub.pointed.value}
        wordsAt={(position) => showPlace(playback, { position, locale }).place}
        onShow={scrub.show}
        onSettle={scrub.settle}
        onPoint={scrub.point}
      />
      <div class="buttons">
        <Button
          class="play"
          look="primary"
          icon={icon}
          label={label}
          shortcut="k"
          disabled={model.screen.primaryAction.value === null}
          onClick={toggle}
        />
        <p class="time">
          {!isNowhere && <span class="hidden">Time</span>}
          {!isNowhere && place}
          {of !== null && (
            <>
              {" "}
              <span class="time-of">/</span> {of}
            </>
          )}
        </p>
        {live && behindS !== null && behindS > 0 && (
          <Button
            disabled={isOff.value}
            onClick={() => model.room.send({ type: "seek", position: live.to })}
          >
            Go to live
          </Button>
        )}
        <RateSelect
          rate={room?.timeline.rate ?? 1}
          max={behindS === 0 ? 1 : undefined}
          disabled={isOff.value}
          onPick={(rate) => model.room.send({ type: "rate", rate })}
        />
        <Choices model={model} />
        <Button
          look="quiet"
          icon={isMuted ? "muted" : "sound"}
          label={isMuted ? "Unmute" : "Mute"}
          shortcut="m"
          onClick={() => model.volume.setMuted(!isMuted)}
        />
        <VolumeSlider
          volume={isMuted ? 0 : model.volume.level.value}
          onChange={(volume) => {
            model.volume.setLevel(volume);
            if (volume > 0 && isMuted) model.volume.setMuted(false);
          }}
        />
        {ownWindow.value !== "none" && room?.video && (
          <Button
            look="quiet"
            icon={ownWindow.value === "on" ? "back" : "out"}
            label={ownWindow.value === "on"
              ? "Back from picture in picture"
              : "Picture in picture"}
            shortcut="p"
            onClick={() => togglePictureInPicture("cinema")}
          />
        )}
        {fullscreen.value !== "none" && (
          <Button
            look="quiet"
            icon={fullscreen.value === "on" ? "shrink" : "fullscreen"}
            label={fullscreen.value === "on"
              ? "Leave full screen"
              : "Full screen"}
            shortcut="f"
            onClick={() => toggleFullscreen("cinema")}
          />
        )}
      </div>
      {needsHint && (
        <RemoteHint
          id="remote-hint"
          hostName={hostOf(room)?.username ?? null}
          deed="has the remote"
        />
      )}
    </div>
  );
}

/** Quality, captions and sound, where there is something to choose. */
function Choices({ model }: { model: AppModel }) {
  const {
    qualities,
    quality,
    captionTracks,
    captionTrack,
    audioTracks,
    audioTrack,
  } = model.choices.current.value;
  return (
    <>
      {qualities.length > 1 && (
        <ChoiceMenu
          label="Quality for you"
          none="Auto"
          options={qualities.map(({ id, label }) => ({
            id: String(id),
            label,
          }))}
          chosen={quality === null ? null : String(quality)}
          onPick={(id) =>
            model.choices.setQuality(id === null ? null : Number(id))}
        />
      )}
      {captionTracks.length > 0 && (
        <ChoiceMenu
          label="Captions for you"
          none="No captions"
          options={captionTracks}
          chosen={captionTrack}
          onPick={(id) => model.choices.setCaptionTrack(id)}
        />
      )}
      {audioTracks.length > 1 && (
        <ChoiceMenu
          label="Sound for you"
          options={audioTracks}
          chosen={audioTrack}
          onPick={(id) => id !== null && model.choices.setAudioTrack(id)}
        />
      )}
    </>
  );
}
