import type { PageProps } from "@fresh/core";

export default function Layout({ Component }: PageProps) {
  return (
    <section>
      <Component />
    </section>
  );
}
