import type { RouteConfig } from "fresh";

export const config: RouteConfig = {
  skipAppWrapper: true,
  routeOverride: "/plain/:id(\\d+)",
};

export default function Bare({ params }: { params: { id: string } }) {
  return <i>{params.id}</i>;
}
