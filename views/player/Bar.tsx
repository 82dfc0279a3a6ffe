import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import type { IconName } from "@/components/Icon.tsx";
import { VolumeSlider } from "@/components/player/VolumeSlider.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import type { PrimaryAction } from "@/lib/client/model/screen.ts";
import {
  toggleFullscreen,
  watchFullscreen,
} from "@/lib/client/page/fullscreen.ts";
import {
  togglePictureInPicture,
  watchPictureInPicture,
} from "@/lib/client/page/picture_in_picture.ts";
import { SEEK_LEAP_S } from "@/lib/client/input/shortcuts.ts";
import {
  behindLive,
  placeIn,
  showPlace,
} from "@/lib/client/playback/live_place.ts";
import type { Scrub } from "@/lib/client/playback/scrub.ts";
import { t } from "@/lib/shared/texts.ts";
import { Gear } from "./Gear.tsx";

interface BarProps {
  model: AppModel;
  scrub: Scrub;
  /** Whether the film is not this person's to steer. */
  isOff: boolean;
  /** Whether there is no place to be at. */
  isNowhere: boolean;
  isPanelOpen: boolean;
  onPanel: () => void;
  onKeys: () => void;
}

const ICONS: Record<PrimaryAction, IconName> = {
  play: "play",
  pause: "pause",
  again: "again",
  pause_here: "pause",
  back: "play",
};

/** What the big button does, in words. */
function labelOf(action: PrimaryAction): string {
  return action === "back" ? t().bar.backToRoom : t().bar[action];
}

/** One row: play, leaps, sound, time; captions, settings, the panel, windows. */
// deno-lint-ignore house/long-function -- one row of buttons, in their order
export function Bar(props: BarProps) {
  const { model, scrub, isOff, isNowhere, isPanelOpen, onPanel, onKeys } =
    props;
  const playback = model.screen.playback.value;
  const { live, position } = playback;
  const action = model.screen.primaryAction.value ?? "play";
  const [icon, label] = [ICONS[action], labelOf(action)];
  const room = model.room.current.value;
  const locale = model.discord.locale.value;
  const shown = scrub.place.value ?? position;
  const { place, of } = showPlace(playback, { position: shown, locale });
  const behindS = behindLive(playback, position);
  const { captionTracks, captionTrack } = model.choices.current.value;
  const queued = room?.queue.length ?? 0;
  const leap = (by: number) => scrub.settle(placeIn(playback, shown + by));
  return (
    <div class="buttons">
      <Button
        class="play"
        look="primary"
        icon={icon}
        label={label}
        shortcut="k"
        disabled={model.screen.primaryAction.value === null}
        onClick={() => {
          const now = model.screen.primaryAction.value;
          if (now !== null) model.screen.perform(now);
        }}
      />
      <Button
        class="leap"
        look="quiet"
        icon="back10"
        label={t().bar.back}
        shortcut="j"
        disabled={isOff || isNowhere}
        onClick={() => leap(-SEEK_LEAP_S)}
      />
      <Button
        class="leap"
        look="quiet"
        icon="ahead10"
        label={t().bar.ahead}
        shortcut="l"
        disabled={isOff || isNowhere}
        onClick={() => leap(SEEK_LEAP_S)}
      />
      <Sound model={model} />
      {/* Place before length, as on every clock, also where words go from right to left. */}
      <p class="time" dir={of === null ? undefined : "ltr"}>
        {!isNowhere && <span class="hidden">{t().bar.time}</span>}
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
          disabled={isOff}
          onClick={() => model.room.send({ type: "seek", position: live.to })}
        >
          {t().bar.goLive}
        </Button>
      )}
      {captionTracks.length > 0 && (
        <Button
          class="captions-switch"
          look="quiet"
          icon="captions"
          label={captionTrack === null
            ? t().bar.captionsOn
            : t().bar.captionsOff}
          shortcut="c"
          aria-pressed={captionTrack !== null}
          onClick={async () => {
            const keys = await import("@/lib/client/input/key_actions.ts");
            keys.toggleCaptions(model);
          }}
        />
      )}
      <Gear
        model={model}
        maxRate={behindS === 0 ? 1 : undefined}
        isRateOff={isOff}
        onKeys={onKeys}
      />
      <Button
        class="panel-toggle"
        look="quiet"
        icon="panel"
        label={isPanelOpen
          ? t().bar.panelClose
          // Who speaks to the page says what is written on it.
          : queued > 0
          ? `${t().bar.panelOpen}, ${queued}`
          : t().bar.panelOpen}
        shortcut="]"
        aria-expanded={isPanelOpen}
        aria-controls="panel"
        onClick={onPanel}
      >
        {!isPanelOpen && queued > 0 ? String(queued) : undefined}
      </Button>
      <Windows hasVideo={Boolean(room?.video)} />
    </div>
  );
}

/** How loud, for this person. */
function Sound({ model: { volume } }: { model: AppModel }) {
  const isMuted = volume.isMuted.value;
  return (
    <div class="sound">
      <Button
        look="quiet"
        icon={isMuted ? "muted" : "sound"}
        label={isMuted ? t().cover.unmute : t().bar.mute}
        shortcut="m"
        onClick={() => volume.setMuted(!isMuted)}
      />
      <VolumeSlider
        volume={isMuted ? 0 : volume.level.value}
        onChange={(level) => {
          volume.setLevel(level);
          if (level > 0 && isMuted) volume.setMuted(false);
        }}
      />
    </div>
  );
}

/** The film in a window of its own, and on the whole screen, where the browser can. */
function Windows({ hasVideo }: { hasVideo: boolean }) {
  const fullscreen = useSignal<"none" | "off" | "on">("none");
  const ownWindow = useSignal<"none" | "off" | "on">("none");
  useEffect(() => watchFullscreen((state) => fullscreen.value = state), []);
  useEffect(
    () => watchPictureInPicture((state) => ownWindow.value = state),
    [],
  );
  return (
    <>
      {ownWindow.value !== "none" && hasVideo && (
        <Button
          class="own-window"
          look="quiet"
          icon={ownWindow.value === "on" ? "back" : "out"}
          label={ownWindow.value === "on" ? t().bar.pipOff : t().bar.pipOn}
          shortcut="i"
          onClick={() => togglePictureInPicture("cinema")}
        />
      )}
      {fullscreen.value !== "none" && (
        <Button
          look="quiet"
          icon={fullscreen.value === "on" ? "shrink" : "fullscreen"}
          label={fullscreen.value === "on" ? t().bar.fullOff : t().bar.fullOn}
          shortcut="f"
          onClick={() => toggleFullscreen("cinema")}
        />
      )}
    </>
  );
}
