/**
 * Which build this is: pages and servers of one build know each other's scripts.
 * @module
 */
import { asset } from "fresh/runtime";

/** Any file; only what Fresh adds to its address is of interest. */
const ANY_FILE = "/icon.svg";

/** Name of this build, as Fresh has it in the addresses of its files. Empty where the app runs without a build. */
export function buildId(): string {
  const [, query = ""] = asset(ANY_FILE).split("?");
  return [...new URLSearchParams(query).values()][0] ?? "";
}
