import type { ComponentType } from "preact";

/** What a layout may say about itself. */
export interface LayoutConfig {
  /** Leaves out the layouts of parent paths. */
  skipInheritedLayouts?: boolean;
  /** Leaves out the app wrapper. */
  skipAppWrapper?: boolean;
}

/** What a route file may export as `config`. */
export interface RouteConfig extends LayoutConfig {
  /** Pattern instead of the one that the file's place gives. */
  routeOverride?: string;
}

/** A component whose props nobody here knows. */
// deno-lint-ignore no-explicit-any -- components of any props are stored side by side
export type AnyComponent = ComponentType<any>;

/** A module below the routes folder. */
export interface RouteModule {
  default?: unknown;
  handler?: unknown;
  handlers?: unknown;
  config?: RouteConfig;
}
