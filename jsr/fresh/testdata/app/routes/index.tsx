import { signal } from "@preact/signals";
import { Head } from "@fresh/core/runtime";
import type { PageProps } from "@fresh/core";
import Counter from "../islands/Counter.tsx";

export default function Home(
  { state }: PageProps<unknown, { greeting: string }>,
) {
  const count = signal(3);
  return (
    <main>
      <Head>
        <title>Home</title>
      </Head>
      <p>{state.greeting}</p>
      <Counter count={count} name="one" />
      <Counter count={count} name="</script><b>" />
    </main>
  );
}
