/**
 * Where a server's time goes: V8's sampling profiler through the inspector.
 * @module
 */

/** A profile as V8 gives it. Source: Chrome DevTools Protocol, `Profiler.Profile`. */
interface Profile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
  }[];
  samples: number[];
}

/** A profile that is being taken. */
export interface Profiling {
  /** Ends it. @returns Lines of a table, what took longest first. */
  stop(count: number): Promise<string[]>;
}

/** Begins to profile a process that was started with `--inspect` on a port of this machine. */
export async function startProfile(port: number): Promise<Profiling> {
  const [target] = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((done) => socket.onopen = done);
  let asked = 0;
  const answers = new Map<number, (result: unknown) => void>();
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(data);
    answers.get(id)?.(result);
    answers.delete(id);
  };
  function ask<T>(method: string, params = {}): Promise<T> {
    const id = ++asked;
    socket.send(JSON.stringify({ id, method, params }));
    return new Promise((done) =>
      answers.set(id, (result) => done(result as T))
    );
  }
  await ask("Profiler.enable");
  await ask("Profiler.setSamplingInterval", { interval: 500 });
  await ask("Profiler.start");
  return {
    async stop(count) {
      const { profile } = await ask<{ profile: Profile }>("Profiler.stop");
      socket.close();
      return topOf(profile, count);
    },
  };
}

function topOf({ nodes, samples }: Profile, count: number): string[] {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const file = url.split("/").slice(-2).join("/");
      return [id, `${functionName || "(anonymous)"} | ${file}:${lineNumber}`];
    }),
  );
  const hits = new Map<string, number>();
  for (const id of samples) {
    const name = names.get(id) ?? "";
    if (/^\((idle|root|program)\)|inspector|emitWebSocketFrame/.test(name)) {
      continue;
    }
    hits.set(name, (hits.get(name) ?? 0) + 1);
  }
  const all = [...hits.values()].reduce((sum, one) => sum + one, 0);
  return [...hits].sort(([, a], [, b]) => b - a).slice(0, count)
    .map(([name, own]) => `| ${(own / all * 100).toFixed(1)} % | ${name} |`);
}
