/**
 * The few calls of W3C WebDriver that pages are driven by.
 * @module
 */

/** A driver process. */
export interface WebDriver {
  /** Starts a browser. @throws {Error} With the driver's words. */
  open(capabilities: Record<string, unknown>): Promise<WebDriverSession>;
  close(): Promise<void>;
}

/** A browser under a driver. */
interface WebDriverSession {
  readonly version: string;
  /** @param path Below the session. @throws {Error} With the driver's words. */
  call<Value>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<Value>;
  /** Runs the body of a function. */
  run<Value>(script: string): Promise<Value>;
  /** Runs a function, and waits for what it promises. */
  evaluate<Result, Argument>(
    fn: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** Longest wait for a driver to listen, ms. */
const START_MS = 10_000;
/** Longest that a function may take in the page, ms. */
const SCRIPT_MS = 120_000;

/** Starts a driver on a free port of loopback. */
export async function startWebDriver(
  path: string,
  env: Record<string, string>,
): Promise<WebDriver> {
  const port = freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = new Deno.Command(path, {
    args: [`--port=${port}`, "--host=127.0.0.1"],
    env,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await untilListening(origin);
  return {
    async open(capabilities) {
      const { sessionId, capabilities: { browserVersion } } = await call<{
        sessionId: string;
        capabilities: { browserVersion: string };
      }>(origin, "POST", "/session", {
        capabilities: { alwaysMatch: capabilities },
      });
      const session = openSession(
        `${origin}/session/${sessionId}`,
        browserVersion,
      );
      await session.call("POST", "/timeouts", { script: SCRIPT_MS });
      return session;
    },
    async close() {
      child.kill("SIGTERM");
      await child.status;
    },
  };
}

function openSession(base: string, version: string): WebDriverSession {
  return {
    version,
    call: (method, path, body) => call(base, method, path, body),
    run: (script) => call(base, "POST", "/execute/sync", { script, args: [] }),
    async evaluate(fn, argument) {
      // Drivers differ in what they do with a promise, so the page calls back.
      const script = `const done = arguments[arguments.length - 1];
Promise.resolve().then(() => (${fn})(arguments[0])).then(
  (value) => done({ value }),
  (error) => done({ error: String(error && error.stack || error) + " " + (error && error.message) }),
);`;
      const answer = await call<{ value?: never; error?: string }>(
        base,
        "POST",
        "/execute/async",
        { script, args: [argument ?? null] },
      );
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value as never;
    },
    async close() {
      await call(base, "DELETE", "");
    },
  };
}

async function call<Value>(
  base: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Value> {
  const response = await fetch(base + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value } = await response.json();
  if (response.ok) return value;
  throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
}

async function untilListening(origin: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      const response = await fetch(`${origin}/status`);
      await response.body?.cancel();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
