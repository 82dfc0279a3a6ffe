/**
 * This process's memory without what nobody uses any more.
 * @module
 */
import v8 from "node:v8";
import vm from "node:vm";

// V8 gives contexts made after this the function; tests need no flag of their own.
v8.setFlagsFromString("--expose-gc");
const collect: () => void = vm.runInNewContext("gc");

/** @returns Bytes of buffers outside of V8's heap that something still holds. */
export function keptBuffers(): number {
  // Twice: what the first finds dead may have kept other things alive.
  collect();
  collect();
  return Deno.memoryUsage().external;
}
