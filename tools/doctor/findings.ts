/**
 * What the doctor finds.
 * @module
 */

/** What was looked at. */
export type Check =
  | "settings"
  | "secrets"
  | "fresh"
  | "files"
  | "clock"
  | "store"
  | "discord"
  | "bot"
  | "activity"
  | "redirect"
  | "instances"
  | "commands"
  | "watch"
  | "review"
  | "catalogue"
  | "list"
  | "play"
  | "portal";

/**
 * One sentence about one thing. `look`: nobody but a person can see it;
 * `warning`: it works, yet not well; `fault`: people will not be able to watch.
 */
export type Finding =
  | {
    readonly check: Check;
    readonly verdict: "ok" | "look" | "skipped";
    readonly message: string;
  }
  | {
    readonly check: Check;
    readonly verdict: "warning" | "fault";
    readonly message: string;
    /** What to do about it. */
    readonly mend: string;
  };

/** All is well with something. */
export function ok(check: Check, message: string): Finding {
  return { check, verdict: "ok", message };
}

/** Something was not looked at. @param message Why. */
export function skipped(check: Check, message: string): Finding {
  return { check, verdict: "skipped", message };
}

/** Something that keeps people from watching. */
export function fault(
  check: Check,
  words: { message: string; mend: string },
): Finding {
  return { check, verdict: "fault", ...words };
}

/** Something that works, yet not well. */
export function warning(
  check: Check,
  words: { message: string; mend: string },
): Finding {
  return { check, verdict: "warning", ...words };
}

/** Whether people can watch. @see SPEC O1 */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== "fault");
}

const MARKS: Record<Finding["verdict"], string> = {
  ok: "ok",
  look: "look",
  skipped: "skipped",
  warning: "WARNING",
  fault: "FAULT",
};

/** As text for a terminal, a finding a paragraph, with no colour. */
export function asText(findings: readonly Finding[]): string {
  const count = (verdict: Finding["verdict"]) =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const lines = findings.flatMap((finding) => [
    `${MARKS[finding.verdict].padEnd(8)}${finding.check.padEnd(11)}` +
    indented(finding.message),
    ..."mend" in finding ? [`${" ".repeat(19)}→ ${finding.mend}`] : [],
  ]);
  const faults = count("fault");
  const warnings = count("warning");
  const end = faults > 0
    ? `People cannot watch yet: ${faults} fault(s), ${warnings} warning(s).`
    : `Ready, with ${warnings} warning(s).`;
  return [...lines, "", end, ""].join("\n");
}

function indented(text: string): string {
  return text.replaceAll("\n", `\n${" ".repeat(19)}`);
}
