/**
 * Where a server's time goes: V8's sampling profiler through the inspector.
 * @module
 */

import { connectInspector } from "@/tests/support/inspector.ts";

/** A profile as V8 gives it. Source: Chrome DevTools Protocol, `Profiler.Profile`. */
interface Profile {
  nodes: {
    id: number;
    children?: number[];
    callFrame: { functionName: string; url: string; lineNumber: number };
  }[];
  samples: number[];
}

/** Takes profiles of one process. */
interface Profiler {
  start(): Promise<void>;
  /** Ends it. @returns Lines of a table, what took longest first. */
  stop(count: number): Promise<string[]>;
}

/** Makes ready to profile the process behind an inspector. */
export async function createProfiler(port: number): Promise<Profiler> {
  const { ask } = await connectInspector(port);
  await ask("Profiler.enable");
  await ask("Profiler.setSamplingInterval", { interval: 500 });
  return {
    start: () => ask("Profiler.start"),
    async stop(count) {
      const { profile } = await ask<{ profile: Profile }>("Profiler.stop");
      return topOf(profile, count);
    },
  };
}

/** Where a sample was taken. */
type Frame = Profile["nodes"][number];

function topOf({ nodes, samples }: Profile, count: number): string[] {
  const frames = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) =>
      children.map((child) => [child, id] as const)
    ),
  );
  const own = new Map<string, number>();
  const whole = new Map<string, number>();
  const add = (to: Map<string, number>, name: string) =>
    to.set(name, (to.get(name) ?? 0) + 1);
  let all = 0;
  for (const id of samples) {
    const frame = frames.get(id);
    if (!frame || isOfNobody(frame)) continue;
    all++;
    add(own, nameOf(frame));
    const path = new Set<string>();
    for (let at: number | undefined = id; at !== undefined;) {
      const one = frames.get(at);
      if (one) path.add(nameOf(one));
      at = parents.get(at);
    }
    for (const name of path) add(whole, name);
  }
  const share = (hits = 0) => `${(hits / all * 100).toFixed(1)} %`;
  const busy = `${(all / samples.length * 100).toFixed(0)} %`;
  return [
    `| own | with all below | what, of ${busy} busy | where |`,
    "| --- | --- | --- | --- |",
    ...[...own].sort(([, a], [, b]) => b - a).slice(0, count).map((
      [name, hits],
    ) => `| ${share(hits)} | ${share(whole.get(name))} | ${name} |`),
    "| | | | |",
    ...[...whole].sort(([, a], [, b]) => b - a).slice(0, count).map((
      [name, hits],
    ) => `| ${share(own.get(name))} | ${share(hits)} | ${name} |`),
  ];
}

/** Time without work, and the profiler's own. */
function isOfNobody({ callFrame }: Frame): boolean {
  const { functionName, url } = callFrame;
  return /^\((idle|root)\)|inspector|emitWebSocketFrame/.test(
    `${functionName} ${url}`,
  );
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: Frame) {
  const file = url.split("/").slice(-2).join("/");
  return `${functionName || "(anonymous)"} | ${file}:${lineNumber}`;
}
