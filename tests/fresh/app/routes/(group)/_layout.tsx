import type { PageProps } from "fresh";

export default function Layout({ Component }: PageProps) {
  return (
    <section>
      <Component />
    </section>
  );
}
