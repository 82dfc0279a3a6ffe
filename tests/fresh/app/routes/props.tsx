import { computed, signal } from "@preact/signals";
import { Panel } from "../islands/Panel.tsx";

const TEXT = "</script><!-- ' \" \\ \u2028 \u{1F600} &amp;";

/** A page whose islands get every kind of props. */
export default async function Props() {
  await Promise.resolve();
  const double = signal(21);
  return (
    <Panel
      date={new Date(0)}
      text={TEXT}
      map={new Map([["a", new Set([1n])]])}
      url={new URL("https://example.com/?a=1")}
      numbers={[NaN, -0, Infinity]}
      nothing={undefined}
      computed={computed(() => double.value * 2)}
    />
  );
}
