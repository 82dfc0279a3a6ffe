import type { Method } from "./types.ts";

/** A route found for a path. */
export interface Match<T> {
  /** `null` when the path is known, but not for this method. */
  value: T | null;
  /** As `URLPattern` writes it. */
  pattern: string;
  /** Methods that the pattern has values for. */
  methods: string[];
  params: Record<string, string>;
}

interface Entry<T> {
  pattern: string;
  matcher: URLPattern | null;
  byMethod: Map<string, T>;
}

/** Finds values by method and path: literal paths first, then patterns as they were added. */
export class Router<T> {
  #entries = new Map<string, Entry<T>>();

  /** Adds a value; the first one for a method and pattern stays. */
  add(method: Method | "ALL", pattern: string, value: T): void {
    let entry = this.#entries.get(pattern);
    if (!entry) {
      const matcher = /[:*{(\\]/.test(pattern)
        ? new URLPattern({ pathname: pattern })
        : null;
      entry = { pattern, matcher, byMethod: new Map() };
      this.#entries.set(pattern, entry);
    }
    if (!entry.byMethod.has(method)) entry.byMethod.set(method, value);
  }

  /**
   * HEAD falls back to GET.
   * @throws {URIError} When a parameter is no percent-encoding; nobody catches it, as in Fresh.
   */
  find(method: string, path: string): Match<T> | null {
    const { entry, groups } = this.#match(path) ?? {};
    if (!entry) return null;
    const { byMethod } = entry;
    const pattern = entry.matcher?.pathname ?? entry.pattern;
    const value = byMethod.get(method) ??
      (method === "HEAD" ? byMethod.get("GET") : null) ?? byMethod.get("ALL") ??
      null;
    const params: Record<string, string> = {};
    for (const [name, text = ""] of Object.entries(groups ?? {})) {
      params[name] = decodeURI(text);
    }
    return { value, pattern, methods: [...byMethod.keys()], params };
  }

  #match(path: string) {
    const literal = this.#entries.get(path) ??
      this.#entries.get(path.replace(/(.)\/$/, "$1"));
    if (literal?.matcher === null) return { entry: literal, groups: {} };
    for (const entry of this.#entries.values()) {
      const found = entry.matcher?.exec({ pathname: path });
      if (found) return { entry, groups: found.pathname.groups };
    }
    return null;
  }
}
