import type { PageProps } from "fresh";

export default async function AdminLayout({ Component }: PageProps) {
  await Promise.resolve();
  return (
    <nav>
      <Component />
    </nav>
  );
}
