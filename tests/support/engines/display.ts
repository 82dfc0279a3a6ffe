/**
 * An X display without a screen, for browsers that have no headless mode.
 * @module
 */
import { findProgram } from "./programs.ts";

/** Where the display server is: `XVFB_PATH`, else the usual place; `null` when missing. */
export const xvfbPath: string | null = findProgram("XVFB_PATH", [
  "/usr/bin/Xvfb",
]);

/** A display of one's own. */
export interface Display extends AsyncDisposable {
  /** As programs want it in `DISPLAY`. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** Starts one on a free number. @throws {Error} When Xvfb is missing or does not start. */
export async function startDisplay(
  { width, height }: { width: number; height: number },
): Promise<Display> {
  if (xvfbPath === null) throw new Error("Xvfb is missing");
  const server = new Deno.Command(xvfbPath, {
    // It chooses the number itself, and prints it once it is ready.
    args: [
      "-displayfd",
      "1",
      "-screen",
      "0",
      `${width}x${height}x24`,
      "-nolisten",
      "tcp",
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = server.stdout.getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("Xvfb does not start");
    text += new TextDecoder().decode(value);
  }
  return {
    name: `:${text.trim()}`,
    width,
    height,
    async [Symbol.asyncDispose]() {
      server.kill("SIGTERM");
      await reader.cancel();
      await server.status;
    },
  };
}
