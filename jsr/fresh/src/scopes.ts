import { HttpError } from "./http_error.ts";
import type { AnyComponent, LayoutConfig } from "./modules.ts";
import type { Frame, Method, Middleware } from "./types.ts";

/** One thing that was added to an app. */
export type Command<State> =
  | ScopeCommand<State>
  | {
    type: "route";
    method: Method | "ALL";
    pattern: string;
    /** Whose middlewares and layouts count: the pattern, or a file's folder. */
    path: string;
    steps: Middleware<State>[];
  }
  | { type: "files" };

type ScopeCommand<State> =
  | { type: "use"; path: string; steps: Middleware<State>[] }
  | { type: "error"; path: string; step: Middleware<State> }
  | {
    type: "layout";
    path: string;
    component: AnyComponent;
    config?: LayoutConfig | undefined;
  }
  | { type: "wrapper"; component: AnyComponent }
  | { type: "notFound"; step: Middleware<State> };

interface Scope<State> {
  steps: Middleware<State>[];
  error?: Middleware<State>;
  layout?: { component: AnyComponent; config: LayoutConfig };
}

/** What applies at and below each path. */
export class Scopes<State> {
  #scopes = new Map<string, Scope<State>>();
  #wrapper: AnyComponent | null = null;
  #notFound: Middleware<State> | null = null;

  #at(path: string): Scope<State> {
    const key = path.replace(/\/?\*?$/, "");
    const scope = this.#scopes.get(key) ?? { steps: [] };
    this.#scopes.set(key, scope);
    return scope;
  }

  /** Adds to a scope, for routes that come later. */
  apply(command: ScopeCommand<State>): void {
    switch (command.type) {
      case "use":
        this.#at(command.path).steps.push(...command.steps);
        break;
      case "error":
        this.#at(command.path).error = command.step;
        break;
      case "layout": {
        const { component, config = {} } = command;
        this.#at(command.path).layout = { component, config };
        break;
      }
      case "wrapper":
        this.#wrapper = command.component;
        break;
      case "notFound":
        this.#notFound = command.step;
    }
  }

  /** The steps that lead to a path, from the outermost scope to its own. */
  stepsTo(path: string): Middleware<State>[] {
    let frame: Frame = { wrapper: this.#wrapper, layouts: [] };
    const steps: Middleware<State>[] = [];
    for (const key of prefixes(path)) {
      const scope = this.#scopes.get(key);
      if (!scope && key !== "") continue;
      if (scope?.layout) frame = inside(frame, scope.layout);
      steps.push(this.#enter(frame, scope?.error), ...scope?.steps ?? []);
    }
    return steps;
  }

  /** A step that sets what surrounds pages, and answers errors from further in. */
  #enter(frame: Frame, answer?: Middleware<State>): Middleware<State> {
    return async (ctx) => {
      const outer = ctx.frame;
      ctx.frame = frame;
      try {
        return await ctx.next();
      } catch (error) {
        ctx.frame = frame;
        ctx.status = statusOf(error);
        if (this.#notFound && ctx.status === 404) {
          return await this.#notFound(ctx);
        }
        if (!answer) throw error;
        return await answer(ctx);
      } finally {
        ctx.frame = outer;
      }
    };
  }
}

/** HTTP status of an error's answer. */
export function statusOf(error: unknown): number {
  return error instanceof HttpError ? error.status : 500;
}

/** The frame inside a layout, or of a page with a config. */
export function inside(
  frame: Frame,
  { component, config }: { component?: AnyComponent; config: LayoutConfig },
): Frame {
  return {
    wrapper: config.skipAppWrapper ? null : frame.wrapper,
    layouts: [
      ...config.skipInheritedLayouts ? [] : frame.layouts,
      ...component ? [component] : [],
    ],
  };
}

/** `/a/b` → ``, `/a`, `/a/b`. */
function prefixes(path: string): string[] {
  const parts = path.replace(/\/?\*?$/, "").split("/");
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}
