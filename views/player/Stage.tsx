import { useEffect, useRef } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import { Curtain } from "@/components/player/Curtain.tsx";
import { Icon } from "@/components/Icon.tsx";
import { Picture } from "@/components/Picture.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { toggleFullscreen } from "@/lib/client/page/fullscreen.ts";
import { pressAction } from "@/lib/client/input/press_action.ts";
import { tryingAgain } from "@/lib/client/page/sentence.ts";
import type { Entry } from "@/lib/shared/video/video_length.ts";
import { t } from "@/lib/shared/texts.ts";
import { later } from "@/components/later.tsx";

interface StageProps {
  model: AppModel;
}

const Browse = later(async () =>
  (await import("@/views/library/Browse.tsx")).Browse
);
const EndCard = later(async () => (await import("./EndCard.tsx")).EndCard);
const Reactions = later(async () =>
  (await import("./Reactions.tsx")).Reactions
);
const RoomWaits = later(async () =>
  (await import("./RoomWaits.tsx")).RoomWaits
);
const Said = later(async () => (await import("./Said.tsx")).Said);

/** Wait for a second click, ms. Chosen: what desktops wait. */
const DOUBLE_CLICK_MS = 250;

/** The video, and what is shown over it or instead of it. */
export function Stage({ model }: StageProps) {
  const picture = useRef<HTMLVideoElement>(null);
  const glow = useRef<HTMLCanvasElement>(null);
  const clicks = useRef<ReturnType<typeof setTimeout>>();
  /** What the picture was last touched with: a `PointerEvent.pointerType`. */
  const pointer = useRef("");
  useEffect(() => () => clearTimeout(clicks.current), []);
  useEffect(() => {
    const detach = picture.current && model.screen.attach(picture.current);
    return () => detach?.();
  }, []);
  useEffect(() => {
    const [video, canvas] = [picture.current, glow.current];
    if (!video || !canvas) return;
    let stop = () => {};
    let isGone = false;
    const begin = async () => {
      const { paintAmbient } = await import("@/lib/client/page/ambient.ts");
      const mayPaint = () => !model.discord.isHot.peek();
      if (!isGone) stop = paintAmbient({ video, canvas, mayPaint });
    };
    // Without its script the bars stay black.
    begin().catch(() => {});
    return () => {
      isGone = true;
      stop();
    };
  }, []);

  const isReady = model.session.phase.value.step === "ready";
  const room = isReady ? model.room.current.value : null;
  const isWaiting = Boolean(room?.gate || room?.check);
  const hasVideo = Boolean(model.room.current.value?.video);
  const isLoading = isReady && hasVideo &&
    model.screen.playback.value.buffering;
  const { status, isAway } = model.screen.sync.value;

  /** As on video sites; a finger on the picture is more often an accident. */
  function click(event: MouseEvent): void {
    if (
      pointer.current !== "mouse" || !(event.target instanceof HTMLVideoElement)
    ) return;
    clearTimeout(clicks.current);
    if (event.detail > 1) toggleFullscreen("cinema");
    else clicks.current = setTimeout(pressNow, DOUBLE_CLICK_MS);
  }
  function pressNow(): void {
    const now = model.screen.primaryAction.peek();
    if (now !== null) pressAction(model, now);
  }
  return (
    <div
      class="stage"
      data-loading={isReady && status === "loading"}
      // A click itself tells what was pressed with in newer browsers only (Firefox 129, Safari 18.2).
      onPointerDown={(event) => pointer.current = event.pointerType}
      onClick={click}
    >
      <canvas ref={glow} class="glow" aria-hidden="true" />
      <video ref={picture} class="picture" playsInline preload="auto" />
      {isReady && <SoundOnly model={model} />}
      <Cover model={model} />
      {room && isWaiting && <RoomWaits model={model} room={room} />}
      {isLoading && !isWaiting && !model.screen.mediaError.value && (
        <div class="waiting">
          <Icon name="spinner" class="spin" />
          <p>{t().cover.loading}</p>
        </div>
      )}
      {isReady && hasVideo && model.volume.needsTap.value && (
        <Button
          class="unmute"
          look="primary"
          icon="muted"
          onClick={() => model.volume.setMuted(false)}
        >
          {t().cover.unmute}
        </Button>
      )}
      {isReady && isAway && (
        <Button class="unmute" look="primary" icon="play" onClick={pressNow}>
          {t().bar.backToRoom}
        </Button>
      )}
      {model.screen.status.value.kind === "ended" && <EndCard model={model} />}
      {isReady && hasVideo && <Reactions model={model} />}
      <Words model={model} />
    </div>
  );
}

/** What stands in for the picture of what has none. */
function SoundOnly({ model }: { model: AppModel }) {
  const video: (Entry & { thumbnailUrl?: string | undefined }) | null =
    model.room.current.value?.video ?? null;
  if (video?.kind !== "audio") return null;
  return (
    <div class="sound-only">
      <Picture kind="audio" url={video.thumbnailUrl} />
      <span class="hidden">{t().cover.audioOnly}</span>
    </div>
  );
}

/** What hides the video until it can be seen. */
function Cover({ model }: { model: AppModel }) {
  const phase = model.session.phase.value;
  switch (phase.step) {
    case "idle":
    case "connecting":
      return <Curtain icon="spinner" isBusy title={t().cover.connecting} />;
    case "signing_in":
      return <Curtain icon="spinner" isBusy title={t().cover.signingIn} />;
    case "joining":
      return <Curtain icon="spinner" isBusy title={t().cover.joining} />;
    case "failed":
      return (
        <Curtain
          icon="alert"
          isError
          title={phase.code === "room_full"
            ? t().stage.roomFull
            : phase.code === "removed"
            ? t().stage.removed
            : model.session.me.value
            ? t().cover.cannotGoOn
            : t().cover.cannotStart}
          text={phase.reason}
        >
          <Button
            look="primary"
            icon="again"
            onClick={() => model.session.retry()}
          >
            {t().cover.tryAgain}
          </Button>
        </Curtain>
      );
  }
  if (model.screen.mediaError.value !== null && model.screen.isRetrying.value) {
    return (
      <Curtain
        icon="spinner"
        isBusy
        title={t().cover.notYet}
        text={tryingAgain(model.screen.mediaError.value)}
      >
        <Button icon="again" onClick={() => model.screen.resync()}>
          {t().cover.tryNow}
        </Button>
      </Curtain>
    );
  }
  if (model.screen.mediaError.value !== null) {
    return (
      <Curtain
        icon="alert"
        isError
        title={t().cover.notHere}
        text={model.screen.mediaError.value}
      >
        <Button
          look="primary"
          icon="again"
          onClick={() => model.screen.resync()}
        >
          {t().cover.tryAgain}
        </Button>
      </Curtain>
    );
  }
  return model.room.current.value?.video ? null : <Browse model={model} />;
}

/** Short words over the video: who did what, and what the room tells this person. They fade by themselves. */
function Words({ model }: { model: AppModel }) {
  const action = model.room.lastAction.value;
  const room = model.room.current.value;
  const notice = model.notices.newest.value;
  return (
    <div class="words" role="status">
      {model.session.phase.value.step === "ready" &&
        model.screen.sync.value.status === "reconnecting" && (
        <p class="word word-lasting">
          <Icon name="cut" /> {t().cover.reconnecting}
        </p>
      )}
      {model.notices.offersReload.value && (
        <p class="word word-lasting word-offer">
          {t().cover.newVersion}
          <Button
            look="quiet"
            icon="again"
            onClick={() => model.notices.reload()}
          >
            {t().cover.reload}
          </Button>
        </p>
      )}
      {action && room && (
        <Said
          key={`action-${action.rev}`}
          model={model}
          action={action}
          room={room}
        />
      )}
      {notice && (
        <p class={`word word-${notice.tone}`} key={`notice-${notice.id}`}>
          {notice.tone === "error" && <Icon name="alert" />}
          {notice.text}
        </p>
      )}
    </div>
  );
}
