/**
 * How the process lives on and ends.
 * @module
 */
import { isOutOfFiles } from "../front/file_table.ts";
import type { Services } from "../services.ts";

/** Time after a signal at which the process ends in any case, ms. Source: Deno Deploy kills 5 s after SIGINT. */
const EXIT_AFTER_MS = 3500;

let isArmed = false;

/**
 * On SIGINT or SIGTERM sends viewers away and ends the process. Once: further
 * calls do nothing.
 * @see SPEC R27, X13
 */
export function endInOrder(
  { hub, log, store }: Pick<Services, "hub" | "log" | "store">,
): void {
  if (isArmed) return;
  isArmed = true;
  let isEnding = false;
  const stop = async () => {
    if (isEnding) return;
    isEnding = true;
    // One peer that does not read would keep the process alive for ever.
    setTimeout(() => Deno.exit(0), EXIT_AFTER_MS);
    log.info("stopping");
    await hub.drain();
    await store.close();
    Deno.exit(0);
  };
  Deno.addSignalListener("SIGINT", stop);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", stop);
}

let isListening = false;

/** One stray rejection must not end every room; each is logged. A server that can accept nobody any more ends. */
export function surviveStrayErrors(log: Services["log"]): void {
  if (isListening) return;
  isListening = true;
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    if (isOutOfFiles(event.reason)) endDeaf(log, event.reason);
    log.error("unhandled_rejection", { error: event.reason });
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    log.error("unhandled_error", { error: event.error });
  });
}

/** Says why, and lets a supervisor start a process that hears. @see SPEC X1 */
export function endDeaf(log: Services["log"], error: unknown): never {
  log.error("cannot_accept", {
    message: "No connection can be accepted any more: the table of open " +
      "files is full, or the listener has failed. Restart it, with a " +
      "higher limit (ulimit -n) or a proxy in front that bounds connections.",
    error,
  });
  Deno.exit(1);
}
