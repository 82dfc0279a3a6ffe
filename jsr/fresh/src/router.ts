import { addRoute, createRouter, findRoute } from "rou3";
import type { Method } from "./types.ts";

/** A route found for a path. */
export interface Match<T> {
  value: T;
  params: Record<string, string>;
}

/** Finds values by method and path. */
export interface Router<T> {
  add(method: Method | "ALL", options: { pattern: string; value: T }): void;
  find(method: string, path: string): Match<T> | null;
  /** Whether another method has this path. */
  has(path: string): boolean;
}

const METHODS: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/** Makes a router for URL patterns as Fresh documents them (`:id`, `:rest*`). */
export function createPathRouter<T>(): Router<T> {
  const router = createRouter<T>();

  function find(method: string, path: string): Match<T> | null {
    const found = findRoute(router, method, path);
    if (!found) return null;
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(found.params ?? {})) {
      params[name] = decode(value);
    }
    return { value: found.data, params };
  }

  return {
    add(method, { pattern, value }) {
      const route = toRou3(pattern);
      addRoute(router, method === "ALL" ? "" : method, route, value);
    },
    find(method, path) {
      return find(method, path) ??
        (method === "HEAD" ? find("GET", path) : null);
    },
    has: (path) => METHODS.some((method) => find(method, path) !== null),
  };
}

function toRou3(pattern: string): string {
  return pattern
    .replace(/:(\w+)\*/g, "**:$1")
    .replace(/\/\*$/, "/**");
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not percent-encoding: the person's text as it stands.
    return value;
  }
}
