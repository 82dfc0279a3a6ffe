import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ActionText } from "@/components/ActionText.tsx";
import { Button } from "@/components/Button.tsx";
import { Curtain } from "@/components/Curtain.tsx";
import { Icon } from "@/components/Icon.tsx";
import { Waiting } from "@/components/Waiting.tsx";
import { app } from "@/lib/client/app.ts";
import type { AppModel } from "@/lib/client/app_model.ts";
import type { Gate as RoomGate } from "@/lib/shared/protocol.ts";

/** Props of an island; tests give another model. */
export interface StageProps {
  model?: AppModel;
}

/** The video, and what is shown over it or instead of it. */
export default function Stage({ model = app }: StageProps) {
  const picture = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const detach = picture.current && model.attachVideo(picture.current);
    return () => detach?.();
  }, []);
  useEffect(() => model.start(), []);
  useSignalEffect(() => {
    // Only the video fits a tile; a hot device is spared the animations.
    const { dataset } = document.documentElement;
    dataset.layout = model.layout.value;
    dataset.heat = model.isHot.value ? "hot" : "normal";
    const { room, me } = model;
    const isHost = room.value !== null && room.value.host === me.value?.id;
    dataset.role = isHost ? "host" : "guest";
  });

  const isReady = model.phase.value.step === "ready";
  const hasVideo = Boolean(model.room.value?.video);
  const gate = isReady ? model.room.value?.gate ?? null : null;
  const isLoading = isReady && hasVideo && model.playback.value.buffering;
  return (
    <div class="stage">
      <video ref={picture} class="picture" playsInline preload="auto" />
      <Cover model={model} />
      {gate && <Gate model={model} gate={gate} />}
      {isLoading && !gate && !model.mediaError.value && (
        <div class="waiting">
          <Icon name="spinner" class="spin" />
          <p>Loading</p>
        </div>
      )}
      {isReady && hasVideo && model.needsUnmute.value && (
        <Button
          class="unmute"
          look="primary"
          icon="muted"
          onClick={() => model.unmute()}
        >
          Unmute
        </Button>
      )}
      {isReady && hasVideo && model.sync.value.isAway && (
        <Button
          class="unmute"
          look="primary"
          icon="play"
          onClick={() => model.resync()}
        >
          Back to the room
        </Button>
      )}
      <Words model={model} />
    </div>
  );
}

/** For whom the room waits. */
function Gate({ model, gate }: { model: AppModel; gate: RoomGate }) {
  const me = model.me.value?.id;
  const names = gate.waitingFor.map((id) =>
    id === me
      ? "you"
      : model.people.value.here.find((person) => person.id === id)
        ?.username ?? "somebody"
  );
  return (
    <Waiting
      names={names}
      mayControl={model.mayControl.value}
      onContinue={() => model.continueWithout()}
    />
  );
}

/** What hides the video until it can be seen. */
function Cover({ model }: { model: AppModel }) {
  const phase = model.phase.value;
  switch (phase.step) {
    case "idle":
    case "connecting":
      return <Curtain icon="spinner" isBusy title="Connecting to Discord" />;
    case "signing_in":
      return <Curtain icon="spinner" isBusy title="Signing you in" />;
    case "joining":
      return <Curtain icon="spinner" isBusy title="Joining the room" />;
    case "failed":
      return (
        <Curtain
          icon="alert"
          isError
          title="Cowatch couldn’t start"
          text={phase.reason}
        >
          <Button look="primary" icon="again" onClick={() => model.retry()}>
            Try again
          </Button>
        </Curtain>
      );
  }
  if (model.mediaError.value !== null) {
    return (
      <Curtain
        icon="alert"
        isError
        title="The video doesn’t play here"
        text={model.mediaError.value}
      >
        <Button look="primary" icon="again" onClick={() => model.resync()}>
          Try again
        </Button>
      </Curtain>
    );
  }
  if (model.room.value?.video) return null;
  if (!model.mayControl.value) {
    return (
      <Curtain
        icon="film"
        title="Nothing on yet"
        text="The video starts here as soon as the host picks one."
      />
    );
  }
  return (
    <Curtain
      icon="film"
      title="Nothing on yet"
      text="Pick a video from the library to begin."
    >
      <Button class="to-library" look="primary" onClick={goToLibrary}>
        Show the library
      </Button>
    </Curtain>
  );
}

/** Brings the library into view where it lies below the fold. */
function goToLibrary(): void {
  const library = document.getElementById("library");
  library?.scrollIntoView();
  library?.focus({ preventScroll: true });
}

/** Short words over the video: who did what, and what the room tells this person. They fade by themselves. */
function Words({ model }: { model: AppModel }) {
  const action = model.lastAction.value;
  const notice = model.notice.value;
  return (
    <div class="words" role="status">
      {action && (
        <p class="word" key={`action-${action.rev}`}>
          <ActionText
            action={action}
            isMine={action.by === model.me.value?.id}
          />
        </p>
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
