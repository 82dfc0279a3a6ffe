import { signal } from "@preact/signals";
import { Head } from "fresh/runtime";
import type { PageProps } from "fresh";
import Counter from "../islands/Counter.tsx";

export default function Home(
  { state }: PageProps<unknown, { greeting: string }>,
) {
  const count = signal(3);
  return (
    <main>
      <Head>
        <title>Home</title>
        <meta key="description" name="description" content="home" />
      </Head>
      <p>{state.greeting}</p>
      <Counter count={count} name="one" />
      <p>
        <Counter count={count} name="</script><b>" /> and text
      </p>
      <img src="/pixel.svg" alt="" />
      <img src="/pixel.svg" alt="" data-fresh-disable-lock />
    </main>
  );
}
