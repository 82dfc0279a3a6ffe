import type { PageProps } from "fresh";

export default function AdminError({ error }: PageProps) {
  return <h2>admin: {(error as Error).message}</h2>;
}
