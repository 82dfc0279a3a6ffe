import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

/** Wait before a part that did not come is asked for again, ms. Chosen: a lost line is back by then, and a server is not hurried. */
const AGAIN_MS = 5000;

/**
 * Makes a component whose code is loaded after the first frame.
 * @param load Gives the component; tried again until it comes.
 * @param Meanwhile What stands in its place until then.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Meanwhile: ComponentType<Props> = () => null,
): ComponentType<Props> {
  const loaded = signal<{ View: ComponentType<Props> } | null>(null);
  return function Later(props: Props) {
    useEffect(() => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isOver = false;
      const ask = () => {
        if (loaded.peek() || isOver) return;
        load().then(
          (View) => loaded.value = { View },
          // The line may be back, or the server.
          () => timer = setTimeout(ask, AGAIN_MS),
        );
      };
      ask();
      return () => {
        isOver = true;
        clearTimeout(timer);
      };
    }, []);
    const { View } = loaded.value ?? { View: Meanwhile };
    return <View {...props} />;
  };
}
