import { t } from "../../lib/shared/texts.ts";
import type { IconName } from "../Icon.tsx";

/** What a viewer's page is doing: `by` and `for` are names, or `null` for oneself. */
export type ShownStatus =
  | { kind: Exclude<keyof typeof ICONS, "paused" | "waiting"> }
  | { kind: "paused"; by: string | null | undefined }
  | { kind: "waiting"; for: readonly string[] };

/** Its picture. */
const ICONS = {
  joining: "spinner",
  nothing_on: "film",
  in_sync: "check",
  catching_up: "chase",
  loading: "spinner",
  reconnecting: "cut",
  paused_here: "pause",
  failed: "alert",
  ended: "again",
  paused: "pause",
  waiting: "spinner",
} as const satisfies Record<string, IconName>;

/** The picture beside the words. */
export function statusIcon({ kind }: ShownStatus): IconName {
  return ICONS[kind];
}

/** The state in a word or two; names are cleaned where they come in. @see SPEC U65 */
export function statusWords(status: ShownStatus): string {
  switch (status.kind) {
    case "joining":
      return t().status.joining;
    case "nothing_on":
      return t().status.nothingOn;
    case "in_sync":
      return t().status.inSync;
    case "catching_up":
      return t().status.catchingUp;
    case "loading":
      return t().status.loading;
    case "reconnecting":
      return t().status.reconnecting;
    case "paused_here":
      return t().status.pausedHere;
    case "failed":
      return t().status.failed;
    case "ended":
      return t().status.ended;
    case "paused":
      if (status.by === undefined) return t().status.paused;
      return status.by === null
        ? t().status.pausedByYou
        : t().status.pausedBy({ name: status.by });
    case "waiting": {
      const [first = t().waiting.somebody, second, ...others] = status.for;
      if (second === undefined) return t().waiting.forOne({ first });
      return others.length === 0
        ? t().waiting.forTwo({ first, second })
        : t().waiting.forMore({ first, second, count: others.length });
    }
  }
}
