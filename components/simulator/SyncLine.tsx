interface SyncLineProps {
  /** Each viewer, and how far they are from the middle one, ms; `null`: does not play. */
  viewers: readonly { id: string; name: string; offsetMs: number | null }[];
}

/** Offset at either end of the line, ms. */
const END_MS = 250;

/** Where everybody is, on one line: who is late stands left, and all on one spot are in sync. */
export function SyncLine({ viewers }: SyncLineProps) {
  const playing = viewers.filter(({ offsetMs }) => offsetMs !== null);
  return (
    <div class="sync-line" aria-hidden="true">
      <span class="sync-line-end">behind</span>
      <div class="sync-line-track">
        {playing.map(({ id, name, offsetMs }) => {
          const at = Math.max(-1, Math.min(1, (offsetMs ?? 0) / END_MS));
          return (
            <span
              key={id}
              class="sync-line-head"
              style={{ insetInlineStart: `${50 + at * 50}%` }}
              title={`${name}: ${Math.round(offsetMs ?? 0)} ms`}
            >
              {initialOf(name)}
            </span>
          );
        })}
      </div>
      <span class="sync-line-end">ahead</span>
    </div>
  );
}

/** The first letter of a name. */
export function initialOf(name: string): string {
  return [...name][0] ?? "?";
}
