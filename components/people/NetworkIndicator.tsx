import type { NetworkQuality } from "../../lib/shared/room/protocol.ts";
import { t } from "../../lib/shared/texts.ts";

interface NetworkIndicatorProps {
  /** What the person's client says; nothing while it has not, or cannot. */
  quality?: NetworkQuality | null | undefined;
}

const LEVELS = { poor: 1, fair: 2, good: 3 } as const;
/** Left edge and height of each bar, on a grid of 24. */
const BARS = [[4, 6], [10, 11], [16, 16]] as const;

/** How well a person is connected: one to three bars and a word, which is written out where it is a trouble. */
export function NetworkIndicator({ quality }: NetworkIndicatorProps) {
  const word = t().network[quality ?? "unknown"];
  const level = quality ? LEVELS[quality] : 0;
  return (
    <span
      class={`network-indicator${quality ? ` network-${quality}` : ""}`}
      title={word}
    >
      <svg class="bars" viewBox="0 0 24 24" aria-hidden="true">
        {BARS.map(([x, height], index) => (
          <rect
            key={x}
            class={index < level ? "bar-on" : "bar-off"}
            x={x}
            y={20 - height}
            width="4"
            height={height}
          />
        ))}
      </svg>
      <span class={quality === "poor" ? undefined : "hidden"}>{word}</span>
    </span>
  );
}
