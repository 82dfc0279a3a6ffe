interface SkewGraphProps {
  /** Skews in ms, oldest first; `null` where fewer than two played. */
  history: readonly (number | null)[];
  /** Measurements that fit. */
  length: number;
  /** How long all that fits takes, s. */
  lasts: number;
}

const HEIGHT = 40;
const WIDTH = 240;
/** Skew at the top of the graph, ms. */
const TOP_MS = 100;
/** One frame of 24 a second, ms: below this line people see the same picture. */
const FRAME_MS = 42;

/** The skew of the last half minute; the line marks one frame. */
export function SkewGraph({ history, length, lasts }: SkewGraphProps) {
  const y = (ms: number) => HEIGHT - Math.min(ms / TOP_MS, 1) * HEIGHT;
  const x = (index: number) =>
    WIDTH - (history.length - 1 - index) * WIDTH / (length - 1);
  let path = "";
  history.forEach((ms, index) => {
    if (ms === null) return;
    const isFirst = (history[index - 1] ?? null) === null;
    path += `${isFirst ? "M" : "L"}${x(index).toFixed(1)} ${y(ms).toFixed(1)}`;
  });
  return (
    <figure class="graph" aria-label={sentence(history)}>
      <div class="graph-y" aria-hidden="true">
        <span>{TOP_MS} ms</span>
        <span>1 frame</span>
        <span>0</span>
      </div>
      <svg
        class="skew-graph"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} class="graph-zero" />
        <line x1="0" x2={WIDTH} y1={y(FRAME_MS)} y2={y(FRAME_MS)} />
        <path d={path} />
      </svg>
      <div class="graph-x" aria-hidden="true">
        <span>{lasts} s ago</span>
        <span>now</span>
      </div>
    </figure>
  );
}

/** What the graph shows, in words. */
function sentence(history: readonly (number | null)[]): string {
  const measured = history.filter((ms) => ms !== null);
  return measured.length === 0
    ? "Skew between screens: nothing measured yet"
    : `Skew between screens: at most ${
      Math.round(Math.max(...measured))
    } ms lately`;
}
