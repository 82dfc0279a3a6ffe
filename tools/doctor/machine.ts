/**
 * The machine: which Fresh, how many files, what time.
 * @module
 */
import type { Config } from "@/lib/server/config/config.ts";
import { WHICH_FRESH } from "@/lib/server/process/which_fresh.ts";
import { fault, type Finding, ok, warning } from "./findings.ts";

/** Files that are needed beside those of viewers: calls to others, the store, what is sent from disk. Chosen: as the front leaves them. */
const OTHER_FILES = 160;
/** Files of one viewer behind our own front: its two ends of the connection, and the server's. */
const FILES_BEHIND_FRONT = 3;
/** Rooms of full size that a server should have files for. Chosen: an evening of a school. */
const ROOMS = 5;
/** Difference of clocks that is reported, ms. Chosen: Discord's header counts whole seconds, and an answer takes its time. */
const WARN_CLOCK_MS = 5000;
/** Difference of clocks at which passes are taken for old or are used when they are, ms. Chosen: Cowatch renews a minute ahead. */
const WRONG_CLOCK_MS = 60_000;

/** Says which Fresh serves, and whether there is a build. */
export function examineFresh(hasBuild: boolean): Finding {
  const words = `Fresh: ${WHICH_FRESH}; Deno ${Deno.version.deno}`;
  return hasBuild ? ok("fresh", `${words}; a build is there.`) : warning(
    "fresh",
    {
      message: `${words}; there is no build yet.`,
      mend: "Run `deno task build` (`deno task start` does).",
    },
  );
}

/** Judges how many viewers can come. @param files That the process may open. */
export function examineFiles(
  files: number,
  { trustedProxies, roomMaxMembers }: Pick<
    Config,
    "trustedProxies" | "roomMaxMembers"
  >,
): Finding {
  const each = trustedProxies === 0 ? FILES_BEHIND_FRONT : 1;
  const viewers = Math.max(0, Math.floor((files - OTHER_FILES) / each));
  const words = {
    message: `${files} files may be open: ${viewers} viewers at once.`,
    mend: "Raise the limit: `ulimit -n 65536`, LimitNOFILE=65536 in a " +
      "systemd unit, --ulimit nofile=65536 for a container.",
  };
  if (viewers < roomMaxMembers) return fault("files", words);
  if (viewers < ROOMS * roomMaxMembers) return warning("files", words);
  return ok("files", words.message);
}

/** Compares this machine's clock. @param date An answer's `Date`, `null` where there was none. */
export function examineClock(
  date: string | null,
  nowMs: number,
): Finding {
  const theirMs = Date.parse(date ?? "");
  if (Number.isNaN(theirMs)) {
    return {
      check: "clock",
      verdict: "skipped",
      message: "Nobody told the time.",
    };
  }
  const aheadMs = nowMs - theirMs;
  const offMs = Math.abs(aheadMs);
  if (offMs < WARN_CLOCK_MS) {
    return ok("clock", "It is within seconds of Discord's.");
  }
  const words = {
    message: `This machine's clock is ${Math.round(offMs / 1000)} s ` +
      `${aheadMs > 0 ? "ahead of" : "behind"} Discord's: sessions end too ` +
      "early or too late.",
    mend: "Let it follow a time server: `timedatectl set-ntp true`.",
  };
  return offMs >= WRONG_CLOCK_MS
    ? fault("clock", words)
    : warning("clock", words);
}
