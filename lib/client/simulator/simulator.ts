/**
 * The simulator's model: viewers of one room, what Discord tells them about
 * each other, and the skew between them.
 * @module
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { CAST, type CastMember } from "../../shared/cast.ts";
import { participantOf, voiceStateOf } from "./discord_host.ts";
import { offsetsMs, skewMs } from "./skew.ts";
import {
  createViewer,
  heatOf,
  LAYOUTS,
  type Viewer,
  type ViewerLayout,
  type ViewerNetwork,
} from "./viewer.ts";

/** The viewers of the simulator, and how far apart they are. */
export interface Simulator {
  viewers: ReadonlySignal<readonly Viewer[]>;
  /** Newest skew, ms; `null` when fewer than two play. */
  skew: ReadonlySignal<number | null>;
  /** Skews of the last half minute, oldest first. */
  history: ReadonlySignal<readonly (number | null)[]>;
  /** How far each viewer is from the middle one, ms, in the order of `viewers`; `null` for who does not play. */
  offsets: ReadonlySignal<readonly (number | null)[]>;
  canAdd: ReadonlySignal<boolean>;
  /** Who could be added. */
  absent: ReadonlySignal<readonly CastMember[]>;
  /** Begins; browser only. @returns The disposer. */
  start(): () => void;
  /** Opens the Activity for one more person. @param person By default the next of the cast. */
  add(person?: CastMember): void;
  remove(viewer: Viewer): void;
  setLayout(viewer: Viewer, layout: ViewerLayout): void;
  setSpeaking(viewer: Viewer, isSpeaking: boolean): void;
  /** Into the voice channel, or out of it. */
  setInVoice(viewer: Viewer, isInVoice: boolean): void;
  setHot(viewer: Viewer, isHot: boolean): void;
}

/** What frames find on their parent. */
interface SimulatorSeam {
  networkOf(frameId: string): ViewerNetwork | null;
}

declare global {
  // The shim of each frame looks here.
  var cowatchSimulator: SimulatorSeam | undefined;
}

/** Time between measurements, ms. Source: docs/design.md, "Sync", the beat of the corrections. */
const BEAT_MS = 250;
/** Measurements kept for the graph. Chosen: half a minute. */
const HISTORY = 120;
/** Viewers at most: the cast. */
const MAX_VIEWERS: number = CAST.length;

/** Makes a simulator without viewers. */
export function createSimulator(): Simulator {
  const viewers = signal<readonly Viewer[]>([]);
  const skew = signal<number | null>(null);
  const history = signal<readonly (number | null)[]>([]);
  const offsets = signal<readonly (number | null)[]>([]);
  const absent = computed(() => {
    const here = viewers.value.map(({ person }) => person);
    return CAST.filter((person) => !here.includes(person));
  });
  let instanceId = "";
  let customId: string | null = null;
  let metadata: string | null = null;
  /** Place in the cast at which people are taken: several simulators may share a room. */
  let firstPerson = 0;

  function set(next: readonly Viewer[]) {
    viewers.value = next;
    tellParticipants();
  }

  const people = (): CastMember[] =>
    viewers.value.filter((one) => one.isIn()).map(({ person }) => person);

  function tellAll(event: string, data: unknown) {
    for (const viewer of viewers.value) viewer.emit(event, data);
  }
  const tellParticipants = () =>
    tellAll("ACTIVITY_INSTANCE_PARTICIPANTS_UPDATE", {
      participants: people().map(participantOf),
    });

  function add(
    person = [...CAST.slice(firstPerson), ...CAST]
      .find((one) => absent.value.includes(one)),
  ) {
    if (!person || !absent.value.includes(person)) return;
    const viewer = createViewer({
      person,
      instanceId,
      customId,
      metadata,
      participants: people,
      // One person sits in the channel without opening the Activity.
      voice: () => {
        const here = viewers.value.filter(({ isInVoice }) => isInVoice.value)
          .map(({ person }) => person);
        const [idle] = absent.value;
        return idle ? [...here, idle] : here;
      },
    });
    set([...viewers.value, viewer]);
    letIn();
  }

  /** One after another, so that the first is host: the next comes when all before have arrived. */
  function letIn() {
    for (const viewer of viewers.value) {
      viewer.open();
      if (!viewer.hasArrived()) return;
    }
  }

  function setSpeaking(viewer: Viewer, isSpeaking: boolean) {
    // Nobody is heard outside the channel.
    if (isSpeaking) viewer.isInVoice.value = true;
    viewer.isSpeaking.value = isSpeaking;
    const event = isSpeaking ? "SPEAKING_START" : "SPEAKING_STOP";
    tellAll("VOICE_STATE_UPDATE", voiceStateOf(viewer.person));
    tellAll(event, { user_id: viewer.person.id });
  }

  return {
    viewers,
    skew,
    history,
    offsets,
    absent,
    canAdd: computed(() => absent.value.length > 0),
    start() {
      const query = new URLSearchParams(location.search);
      instanceId = query.get("instance") ??
        `i-${crypto.randomUUID()}-gc-simulator`;
      customId = query.get("custom_id");
      metadata = query.get("metadata");
      firstPerson = Math.max(0, Number(query.get("person") ?? 1) - 1 || 0);
      globalThis.cowatchSimulator = {
        networkOf: (frameId) =>
          viewers.value.find((one) => one.frameId === frameId)?.network ??
            null,
      };
      let inBefore = "";
      const receive = (event: MessageEvent) => {
        if (event.origin !== location.origin) return;
        for (const viewer of viewers.value) viewer.receive(event);
      };
      const beat = () => {
        for (const viewer of viewers.value) viewer.look();
        letIn();
        offsets.value = offsetsMs(viewers.value.map((one) => one.watch()));
        skew.value = skewMs(offsets.value);
        history.value = [...history.value, skew.value].slice(-HISTORY);
        const isIn = people().map(({ id }) => id).join();
        if (isIn !== inBefore) tellParticipants();
        inBefore = isIn;
      };
      addEventListener("message", receive);
      const timer = setInterval(beat, BEAT_MS);
      const wanted = Number(query.get("viewers") ?? 2);
      const count = Number.isInteger(wanted) && wanted >= 1
        ? Math.min(wanted, MAX_VIEWERS)
        : 2;
      for (let n = 0; n < count; n++) add();
      return () => {
        removeEventListener("message", receive);
        clearInterval(timer);
        globalThis.cowatchSimulator = undefined;
        set([]);
      };
    },
    add: (person) => add(person),
    remove: (viewer) => set(viewers.value.filter((one) => one !== viewer)),
    setLayout(viewer, layout) {
      viewer.layout.value = layout;
      viewer.emit("ACTIVITY_LAYOUT_MODE_UPDATE", {
        layout_mode: LAYOUTS[layout],
      });
    },
    setSpeaking,
    setInVoice(viewer, isInVoice) {
      viewer.isInVoice.value = isInVoice;
      // Discord has a word for who comes and none for who goes.
      if (isInVoice) tellAll("VOICE_STATE_UPDATE", voiceStateOf(viewer.person));
      else if (viewer.isSpeaking.value) setSpeaking(viewer, false);
    },
    setHot(viewer, isHot) {
      viewer.isHot.value = isHot;
      viewer.emit("THERMAL_STATE_UPDATE", { thermal_state: heatOf(isHot) });
    },
  };
}
