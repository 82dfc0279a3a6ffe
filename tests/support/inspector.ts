/**
 * V8's inspector, over its WebSocket. Source: Chrome DevTools Protocol.
 * @module
 */

/** An open line to it. A process that is asked to end waits until it is closed. */
interface Inspector extends Disposable {
  ask<T>(method: string, params?: object): Promise<T>;
}

/** Speaks to the inspector of a process that was started with `--inspect` on a port of this machine. */
export async function connectInspector(port: number): Promise<Inspector> {
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
  return {
    ask<T>(method: string, params = {}) {
      const id = ++asked;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise<T>((done) =>
        answers.set(id, (result) => done(result as T))
      );
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

/** Has a process give back what nobody uses. */
export async function collectGarbage({ ask }: Inspector): Promise<void> {
  // Twice: what the first finds dead may have kept other things alive.
  await ask("HeapProfiler.collectGarbage");
  await ask("HeapProfiler.collectGarbage");
}
