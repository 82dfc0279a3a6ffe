import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import {
  ChoiceSetting,
  RangeSetting,
  SwitchSetting,
} from "@/components/simulator/Setting.tsx";
import {
  InviteDialog,
  ShareDialog,
} from "@/components/simulator/DiscordDialog.tsx";
import { SkewGraph } from "@/components/simulator/SkewGraph.tsx";
import { SyncLine } from "@/components/simulator/SyncLine.tsx";
import { ViewerCard } from "@/components/simulator/ViewerCard.tsx";
import type { Sharing } from "@/lib/client/simulator/discord_host.ts";
import { playDemo } from "@/lib/client/simulator/demo.ts";
import {
  createSimulator,
  type Simulator as Model,
} from "@/lib/client/simulator/simulator.ts";
import {
  LOCALES,
  SCREENS,
  type Viewer,
} from "@/lib/client/simulator/viewer.ts";
import {
  columnsFor,
  fitScreen,
  type Size,
} from "@/lib/client/simulator/wall.ts";
import type { CastMember } from "@/lib/shared/cast.ts";

/** Measurements that the graph shows, and how long they take, s. */
const GRAPH_LENGTH = 120;
const GRAPH_S = 30;
/** Of the wall; as in simulator.css, px. */
const MARGINS = { gap: 12, head: 40 };

/** A page that plays Discord: several people, each with an Activity frame. */
export default function Simulator() {
  const model = useMemo(createSimulator, []);
  useEffect(() => model.start(), []);
  const demo = useSignal<(() => void) | null>(null);
  useEffect(() => () => demo.value?.(), []);
  const isDemo = demo.value !== null;
  function toggleDemo(): void {
    demo.value?.();
    demo.value = isDemo ? null : playDemo(model, () => demo.value = null);
  }
  const wall = useRef<HTMLDivElement>(null);
  const room = useSize(wall);
  const skew = model.skew.value;
  const viewers = model.viewers.value;
  const columns = columnsFor(Math.max(1, viewers.length), {
    ...room.value,
    ...MARGINS,
  });
  return (
    <main class="simulator">
      <header class="bar">
        <h1>Cowatch simulator</h1>
        <p
          class="skew"
          data-skew-ms={skew === null ? "" : skew.toFixed(1)}
        >
          <span class="skew-word">Skew</span>{" "}
          <strong>{skew === null ? "–" : `${Math.round(skew)} ms`}</strong>
        </p>
        <SkewGraph
          history={model.history.value}
          length={GRAPH_LENGTH}
          lasts={GRAPH_S}
        />
        <SyncLine
          viewers={viewers.map(({ person }, index) => ({
            id: person.id,
            name: nameOf(person),
            offsetMs: model.offsets.value[index] ?? null,
          }))}
        />
        <Button aria-pressed={isDemo} onClick={toggleDemo}>
          {isDemo ? "Stop the party" : "Play a party"}
        </Button>
        <Button
          disabled={!model.canAdd.value}
          onClick={() => {
            while (model.canAdd.peek()) model.add();
          }}
        >
          Fill the wall
        </Button>
        <Button
          look="primary"
          disabled={!model.canAdd.value}
          onClick={() => model.add()}
        >
          Add a viewer
        </Button>
      </header>
      <div
        class="viewers"
        ref={wall}
        style={room.value.width > 0
          ? { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }
          : undefined}
      >
        {viewers.map((viewer) => (
          <Screen key={viewer.person.id} model={model} viewer={viewer} />
        ))}
        {viewers.length === 0 && (
          <p class="hint">Nobody is here. Add a viewer.</p>
        )}
      </div>
    </main>
  );
}

/** Name on the server. */
function nameOf({ nick, globalName }: CastMember): string {
  return nick ?? globalName;
}

/** How large an element is, as it changes. */
function useSize(element: RefObject<HTMLElement>): ReadonlySignal<Size> {
  const size = useSignal<Size>({ width: 0, height: 0 });
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      size.value = { width, height };
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return size;
}

function Screen({ model, viewer }: { model: Model; viewer: Viewer }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const card = useSize(box);
  const isOpen = useSignal(false);
  const { person } = viewer;
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const detach = viewer.attach(element);
    return detach;
  }, []);
  // Set after `attach`, so that the host hears the frame's first word.
  useEffect(() => {
    const { value: src } = viewer.src;
    if (frame.current && src !== null) frame.current.src = src;
  }, [viewer.src.value]);
  const { width, height, scale } = fitScreen(card.value, {
    screen: viewer.screen.value,
    layout: viewer.layout.value,
  });
  return (
    <ViewerCard
      name={nameOf(person)}
      isHost={viewer.isHost.value}
      said={viewer.said.value}
      isOpen={isOpen.value}
      onOpen={(open) => isOpen.value = open}
      onReload={viewer.reload}
      onRemove={() => model.remove(viewer)}
      dialog={<DialogOf model={model} viewer={viewer} />}
      frame={
        <div class="viewer-fit" ref={box}>
          <iframe
            ref={frame}
            data-viewer={person.id}
            title={`Cowatch as ${person.globalName} sees it`}
            allow="autoplay; fullscreen; picture-in-picture; clipboard-write"
            // The policy of the page bars styles that come with its markup.
            style={card.value.width > 0
              ? {
                width: `${width}px`,
                height: `${height}px`,
                transform: scale === 1 ? "" : `scale(${scale})`,
              }
              : undefined}
          />
        </div>
      }
    >
      <Settings model={model} viewer={viewer} />
    </ViewerCard>
  );
}

/** What Discord has open over a viewer's Activity. */
function DialogOf({ model, viewer }: { model: Model; viewer: Viewer }) {
  const dialog = viewer.dialog.value;
  if (dialog === null) return null;
  if (dialog.type === "invite") {
    return (
      <InviteDialog
        friends={model.absent.value.map((person) => ({
          id: person.id,
          name: nameOf(person),
        }))}
        onInvite={(id) =>
          model.add(model.absent.peek().find((person) => person.id === id))}
        onClose={() => viewer.dialog.value = null}
      />
    );
  }
  const { link: { message, customId }, onEnd } = dialog;
  const end = (did: Partial<Sharing>, said: string) => {
    viewer.said.value = said;
    onEnd({
      success: false,
      didCopyLink: false,
      didSendMessage: false,
      ...did,
    });
  };
  return (
    <ShareDialog
      message={message}
      customId={customId}
      onCopy={() => end({ success: true, didCopyLink: true }, "Link copied")}
      onSend={() =>
        end({ success: true, didSendMessage: true }, `Shared: ${message}`)}
      onClose={() => end({}, "Not shared")}
    />
  );
}

function Settings({ model, viewer }: { model: Model; viewer: Viewer }) {
  const { network, faults } = viewer;
  const fault = (name: keyof typeof faults.value, label: string) => (
    <SwitchSetting
      label={label}
      isOn={faults.value[name]}
      onChange={(isOn) => {
        faults.value = { ...faults.value, [name]: isOn };
        viewer.reload();
      }}
    />
  );
  return (
    <div class="settings">
      <RangeSetting
        label="Round trip"
        unit="ms"
        value={network.delayMs.value}
        min={0}
        max={1000}
        step={10}
        onChange={(ms) => network.delayMs.value = ms}
      />
      <RangeSetting
        label="Jitter"
        unit="ms"
        value={network.jitterMs.value}
        min={0}
        max={500}
        step={10}
        onChange={(ms) => network.jitterMs.value = ms}
      />
      <RangeSetting
        label="Clock error"
        unit="s"
        value={network.clockErrorMs.value / 1000}
        min={-3600}
        max={3600}
        step={5}
        onChange={(s) => network.clockErrorMs.value = s * 1000}
      />
      <SwitchSetting
        label="Offline"
        isOn={network.isOffline.value}
        onChange={(isOn) => network.isOffline.value = isOn}
      />
      <SwitchSetting
        label="In the voice channel"
        isOn={viewer.isInVoice.value}
        onChange={(isOn) => model.setInVoice(viewer, isOn)}
      />
      <SwitchSetting
        label="Speaking"
        isOn={viewer.isSpeaking.value}
        onChange={(isOn) => model.setSpeaking(viewer, isOn)}
      />
      <ChoiceSetting
        label="Layout"
        value={viewer.layout.value}
        options={["focused", "tile", "grid"]}
        onChange={(layout) => model.setLayout(viewer, layout)}
      />
      <ChoiceSetting
        label="Screen"
        value={viewer.screen.value}
        options={SCREENS}
        onChange={(screen) => {
          viewer.screen.value = screen;
          viewer.reload();
        }}
      />
      <ChoiceSetting
        label="Locale"
        value={viewer.locale.value}
        options={LOCALES}
        onChange={(locale) => {
          viewer.locale.value = locale;
          // Discord tells it once.
          viewer.reload();
        }}
      />
      <SwitchSetting
        label="Hot device"
        isOn={viewer.isHot.value}
        onChange={(isOn) => model.setHot(viewer, isOn)}
      />
      {fault("refusesConsent", "Refuse consent")}
      {fault("refusesRpcScopes", "Refuse rpc scopes (5000)")}
      {fault("dropsReady", "Never ready")}
      {fault("isOld", "Old client (4002)")}
    </div>
  );
}
