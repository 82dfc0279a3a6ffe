/**
 * A party that plays itself: people come one by one, each with another
 * network, somebody puts on a film, they talk, one looks away and comes back.
 * @module
 */
import type { Simulator } from "./simulator.ts";
import type { Viewer } from "./viewer.ts";

/** One step, and the pause before it, ms. */
interface Step {
  afterMs: number;
  do(simulator: Simulator): void;
}

/** Round trip and jitter of each guest, ms: a good line, a far one, a bad one. */
const NETWORKS = [
  { delayMs: 30, jitterMs: 5 },
  { delayMs: 150, jitterMs: 40 },
  { delayMs: 300, jitterMs: 100 },
] as const;

const viewer = (simulator: Simulator, index: number): Viewer | undefined =>
  simulator.viewers.peek()[index];

const talk =
  (index: number, isSpeaking: boolean): Step["do"] => (simulator) => {
    const one = viewer(simulator, index);
    if (one) simulator.setSpeaking(one, isSpeaking);
  };

const STEPS: readonly Step[] = [
  ...NETWORKS.map((network, index): Step => ({
    afterMs: 1500,
    do(simulator) {
      if (!viewer(simulator, index + 1)) simulator.add();
      const guest = viewer(simulator, index + 1)?.network;
      if (!guest) return;
      guest.delayMs.value = network.delayMs;
      guest.jitterMs.value = network.jitterMs;
    },
  })),
  {
    afterMs: 2500,
    do: (simulator) => viewer(simulator, 0)?.press(".card"),
  },
  { afterMs: 5000, do: talk(1, true) },
  { afterMs: 3000, do: talk(1, false) },
  { afterMs: 500, do: talk(0, true) },
  { afterMs: 2500, do: talk(0, false) },
  {
    afterMs: 1000,
    do(simulator) {
      const guest = viewer(simulator, 2);
      if (guest) simulator.setLayout(guest, "tile");
    },
  },
  {
    afterMs: 4000,
    do(simulator) {
      const guest = viewer(simulator, 2);
      if (guest) simulator.setLayout(guest, "focused");
    },
  },
  { afterMs: 2000, do: (simulator) => viewer(simulator, 0)?.press(".play") },
  { afterMs: 2000, do: (simulator) => viewer(simulator, 0)?.press(".play") },
];

/** Begins the party. @returns Ends it where it is. */
export function playDemo(
  simulator: Simulator,
  onEnd: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (index: number) => {
    const step = STEPS[index];
    if (!step) return onEnd();
    timer = setTimeout(() => {
      step.do(simulator);
      run(index + 1);
    }, step.afterMs);
  };
  run(0);
  return () => clearTimeout(timer);
}
