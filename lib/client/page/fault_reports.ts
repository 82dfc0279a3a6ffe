/**
 * Tells whoever runs this server of faults in the page: what kind, and where in
 * our scripts. Nothing that anybody wrote goes along; see the schema.
 * @module
 */
import {
  type ClientFault,
  ERROR_NAMES,
  MAX_STEPS,
  STEP,
} from "../../shared/client_fault.ts";

/** Faults that one page tells of. Chosen: what goes wrong again and again is one kind. */
const MAX_REPORTS = 10;

/** Sends what goes wrong on this page to its operator. */
export interface FaultReports {
  /** The media failed for this viewer. */
  media(fault: Pick<ClientFault & { kind: "media" }, "name" | "engine">): void;
  dispose(): void;
}

/** What is the browser's, in tests something else. */
interface FaultWorld {
  target: Pick<EventTarget, "addEventListener" | "removeEventListener">;
  origin: string;
  send(fault: ClientFault): void;
}

/** Begins to listen; each kind is told once. @see SPEC O36 */
export function startFaultReports(
  world: FaultWorld = {
    target: globalThis,
    origin: location.origin,
    send,
  },
): FaultReports {
  const told = new Set<string>();

  function tell(fault: ClientFault) {
    const key = JSON.stringify(fault);
    if (told.size >= MAX_REPORTS || told.has(key)) return;
    told.add(key);
    world.send(fault);
  }

  function tellThrown(kind: "error" | "rejection", thrown: unknown) {
    const steps = stepsOf(thrown, world.origin);
    // Without a step of ours it is somebody else's: an extension's, or Discord's.
    if (steps.length > 0) tell({ kind, name: nameOf(thrown), steps });
  }

  const onError = (event: Event) =>
    tellThrown("error", (event as ErrorEvent).error);
  const onRejection = (event: Event) =>
    tellThrown("rejection", (event as PromiseRejectionEvent).reason);
  world.target.addEventListener("error", onError);
  world.target.addEventListener("unhandledrejection", onRejection);

  return {
    media: (fault) => tell({ kind: "media", ...fault }),
    dispose() {
      world.target.removeEventListener("error", onError);
      world.target.removeEventListener("unhandledrejection", onRejection);
    },
  };
}

function nameOf(thrown: unknown): (typeof ERROR_NAMES)[number] {
  const { name } = thrown as Error;
  return ERROR_NAMES.find((known) => known === name) ?? "Error";
}

/** Places in our scripts: `file.js:line:column`, without query and folder. */
function stepsOf(thrown: unknown, origin: string): string[] {
  const stack = (thrown as { stack?: unknown } | null)?.stack;
  if (typeof stack !== "string") return [];
  return stack.split("\n").flatMap((line) => {
    const [, address = ""] = /\b(https?:\/\/\S+?:\d+:\d+)\)?$/.exec(line) ?? [];
    if (!address.startsWith(`${origin}/`)) return [];
    const step = address.replace(/^.*\//, "").replace(/\?[^:]*/, "");
    return STEP.test(step) ? [step] : [];
  }).slice(0, MAX_STEPS);
}

function send(fault: ClientFault): void {
  // Whether it arrives is nobody's worry.
  fetch("/api/faults", {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  }).catch(() => {});
}
