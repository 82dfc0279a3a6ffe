/**
 * What can go wrong in a simulated world: each fault begins, lasts, and is
 * healed.
 * @module
 */
import { HEALTHY } from "@/tests/support/virtual_store.ts";
import type { World } from "./world.ts";

/** Begins a fault. @returns What ends it. */
type Fault = (world: World) => () => void;

const nothing = () => {};

/** The kinds; `memory` marks those that a process on its own can suffer. */
export const FAULTS: Record<string, { memory: boolean; begin: Fault }> = {
  net_slow: {
    memory: true,
    begin(world) {
      const max = world.random.pick([300, 1000, 5000]);
      world.network.faults = { latencyMs: [20, max] };
      world.fire("net_slow");
      return () => {
        world.network.faults = { latencyMs: [5, 40] };
      };
    },
  },
  line_reset: {
    memory: true,
    begin(world) {
      const lines = [...world.network.lines].filter(({ isOver }) => !isOver);
      if (lines.length > 0) {
        world.random.pick(lines).reset();
        world.fire("line_reset");
      }
      return nothing;
    },
  },
  line_half_open: {
    memory: true,
    begin(world) {
      const lines = [...world.network.lines].filter(({ isCut }) => !isCut);
      if (lines.length === 0) return nothing;
      const line = world.random.pick(lines);
      line.isCut = true;
      world.fire("line_half_open");
      return () => line.reset();
    },
  },
  reader_stalled: {
    memory: true,
    begin(world) {
      const lines = [...world.network.lines].filter(({ isOver }) => !isOver);
      if (lines.length === 0) return nothing;
      const line = world.random.pick(lines);
      line.isStalled = true;
      world.fire("reader_stalled");
      return () => line.read();
    },
  },
  viewer_sleeps: {
    memory: true,
    begin(world) {
      const { device } = world.random.pick(world.viewers);
      device.pause();
      world.fire("viewer_sleeps");
      const asleepMs = world.time.nowMs;
      return () => {
        // Some clocks stand still in sleep, others go on.
        if (world.random.chance(0.5)) device.step(asleepMs - world.time.nowMs);
        device.resume();
      };
    },
  },
  clock_steps: {
    memory: true,
    begin(world) {
      const { device } = world.random.pick(world.viewers);
      device.step(world.random.pick([-1, 1]) * world.random.whole(10, 5000));
      world.fire("clock_steps");
      return nothing;
    },
  },
  page_reloaded: {
    memory: true,
    begin(world) {
      const viewer = world.random.pick(world.viewers);
      viewer.close();
      world.fire("page_reloaded");
      return () => viewer.open();
    },
  },
  instance_crash: {
    memory: true,
    begin(world) {
      if (world.running.length === 0) return nothing;
      world.crash(world.random.pick(world.running));
      world.fire("instance_crash");
      return () => void world.start();
    },
  },
  instance_drain: {
    memory: true,
    begin(world) {
      const [instance] = world.running;
      if (!instance || instance.actor.isPaused) return nothing;
      world.drain(instance);
      world.fire("instance_drain");
      return () => void world.start();
    },
  },
  instance_pause: {
    memory: true,
    begin(world) {
      if (world.running.length === 0) return nothing;
      const { actor } = world.random.pick(world.running);
      actor.pause();
      world.fire("instance_pause");
      return () => actor.resume();
    },
  },
  store_slow: {
    memory: false,
    begin(world) {
      world.cluster.faults.latencyMs = [20, world.random.pick([200, 800])];
      world.fire("store_slow");
      return () => {
        world.cluster.faults.latencyMs = HEALTHY.latencyMs;
      };
    },
  },
  store_refuse: {
    memory: false,
    begin(world) {
      world.cluster.faults.refuse = 0.3;
      return () => {
        world.cluster.faults.refuse = 0;
      };
    },
  },
  store_lose_answers: {
    memory: false,
    begin(world) {
      world.cluster.faults.loseAnswer = 0.3;
      return () => {
        world.cluster.faults.loseAnswer = 0;
      };
    },
  },
  store_down: {
    memory: false,
    begin(world) {
      world.cluster.faults.isDown = true;
      return () => {
        world.cluster.faults.isDown = false;
      };
    },
  },
  store_cut_off: {
    memory: false,
    begin(world) {
      if (world.running.length === 0) return nothing;
      const { actor } = world.random.pick(world.running);
      world.cluster.cutOff.add(actor);
      return () => {
        world.cluster.cutOff.delete(actor);
      };
    },
  },
  news_lost: {
    memory: false,
    begin(world) {
      world.cluster.faults.loseNews = 0.3;
      return () => {
        world.cluster.faults.loseNews = 0;
      };
    },
  },
  news_doubled: {
    memory: false,
    begin(world) {
      world.cluster.faults.doubleNews = 0.5;
      return () => {
        world.cluster.faults.doubleNews = 0;
      };
    },
  },
  store_forgets: {
    memory: false,
    begin(world) {
      world.referee.hasGoneBack = true;
      world.cluster.goBack();
      world.fire("store_forgets");
      return nothing;
    },
  },
  store_goes_back: {
    memory: false,
    begin(world) {
      const past = world.cluster.copy();
      return () => {
        world.referee.hasGoneBack = true;
        world.cluster.goBack(past);
        world.fire("store_goes_back");
      };
    },
  },
};

/** Faults after which what was accepted may be lost; they come in few seeds. */
export const FORGETFUL: readonly string[] = [
  "store_forgets",
  "store_goes_back",
];
