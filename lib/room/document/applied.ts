/**
 * Commands that a room remembers, so that a retry after an unknown outcome
 * applies once. Each member's are their own: nobody's flood makes the room
 * forget another's, and an id says nothing in another's mouth.
 * @module
 */
import { REMEMBERED_COMMANDS } from "../../shared/limits.ts";

/** An accepted command. */
export interface AppliedCommand {
  id: string;
  /** Revision that it made. */
  rev: number;
  /** Member who gave it. */
  by: string;
}

/** Whether a member's command has been applied. @see SPEC R9, R41 */
export function isApplied(
  applied: readonly AppliedCommand[],
  { id, by }: Pick<AppliedCommand, "id" | "by">,
): boolean {
  return applied.some((one) => one.id === id && one.by === by);
}

/** Adds one; of too many, the oldest of whoever has the most is forgotten. */
export function remember(
  applied: readonly AppliedCommand[],
  ...added: readonly AppliedCommand[]
): AppliedCommand[] {
  const all = [...applied, ...added];
  while (all.length > REMEMBERED_COMMANDS) {
    const most = busiestOf(all);
    all.splice(all.findIndex(({ by }) => by === most), 1);
  }
  return all;
}

function busiestOf(applied: readonly AppliedCommand[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { by } of applied) counts.set(by, (counts.get(by) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return applied.find(({ by }) => counts.get(by) === most)?.by;
}
