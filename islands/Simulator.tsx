import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import {
  ChoiceSetting,
  RangeSetting,
  SwitchSetting,
} from "@/components/simulator/Setting.tsx";
import { SkewGraph } from "@/components/simulator/SkewGraph.tsx";
import { ViewerCard } from "@/components/simulator/ViewerCard.tsx";
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

/** Measurements that the graph shows: half a minute. */
const GRAPH_LENGTH = 120;

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
  const skew = model.skew.value;
  const viewers = model.viewers.value;
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
        <SkewGraph history={model.history.value} length={GRAPH_LENGTH} />
        <Button aria-pressed={isDemo} onClick={toggleDemo}>
          {isDemo ? "Stop the party" : "Play a party"}
        </Button>
        <Button
          look="primary"
          disabled={!model.canAdd.value}
          onClick={model.add}
        >
          Add a viewer
        </Button>
      </header>
      <div class="viewers">
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

function Screen({ model, viewer }: { model: Model; viewer: Viewer }) {
  const frame = useRef<HTMLIFrameElement>(null);
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
  return (
    <ViewerCard
      name={person.nick ?? person.globalName}
      screen={viewer.screen.value}
      layout={viewer.layout.value}
      isHost={viewer.isHost.value}
      said={viewer.said.value}
      onReload={viewer.reload}
      onRemove={() => model.remove(viewer)}
      frame={
        <iframe
          ref={frame}
          data-viewer={person.id}
          title={`Cowatch as ${person.globalName} sees it`}
          allow="autoplay; fullscreen; picture-in-picture; clipboard-write"
        />
      }
    >
      <Settings model={model} viewer={viewer} />
    </ViewerCard>
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
