/**
 * Quick guards made of schemas: a yes means that the schema takes the value as
 * it is, a no means nothing. A server reads thousands of messages a second, and
 * a schema makes several objects for each part of one.
 * @module
 */
import type * as v from "valibot";

type Guard = (value: unknown) => boolean;

/** A schema as its library describes it. */
interface Form {
  type: string;
  entries?: Readonly<Record<string, Form>>;
  literal?: unknown;
  options?: readonly unknown[];
  /** What tells the options of a variant apart. */
  key?: string;
  wrapped?: Form;
  default?: unknown;
  pipe?: readonly Step[];
}

/** A further demand on a value. */
interface Step {
  kind: string;
  type: string;
  requirement?: unknown;
}

/**
 * Makes a guard for what comes of `JSON.parse`.
 * @throws {RangeError} For a schema of a kind that it does not know.
 */
export function quickGuard<T>(
  schema: v.GenericSchema<unknown, T>,
): (value: unknown) => value is T {
  const guard = guardOf(schema);
  return (value): value is T => guard(value);
}

function guardOf(form: Form): Guard {
  // A pipe begins with a schema, which may be one itself.
  const [first, ...steps] = form.pipe ?? [];
  return steps.reduce<Guard>((before, step) => {
    const holds = stepOf(step);
    return (value) => before(value) && holds(value);
  }, isForm(first) ? guardOf(first) : plainOf(form));
}

function plainOf(form: Form): Guard {
  switch (form.type) {
    case "string":
      return (value) => typeof value === "string";
    case "boolean":
      return (value) => typeof value === "boolean";
    case "number":
      // Not a number has no JSON.
      return (value) => typeof value === "number";
    case "literal": {
      const { literal } = form;
      return (value) => value === literal;
    }
    case "picklist": {
      const { options = [] } = form;
      return (value) => options.includes(value);
    }
    case "strict_object":
      return objectOf(form.entries ?? {});
    case "variant":
      return variantOf(form);
    default:
      throw unknownKind(form.type);
  }
}

function objectOf(entries: Readonly<Record<string, Form>>): Guard {
  const parts = Object.entries(entries).map(([name, form]) => {
    const isOptional = form.type === "optional" && form.wrapped !== undefined &&
      form.default === undefined;
    return {
      name,
      isOptional,
      holds: guardOf(isOptional && form.wrapped ? form.wrapped : form),
    };
  });
  return (value) => {
    if (!isRecord(value)) return false;
    let known = 0;
    for (const { name, isOptional, holds } of parts) {
      const part = value[name];
      if (part === undefined) {
        if (!isOptional) return false;
        continue;
      }
      if (!holds(part)) return false;
      known++;
    }
    let all = 0;
    for (const _ in value) all++;
    return all === known;
  };
}

function variantOf({ key = "", options = [] }: Form): Guard {
  const guards = new Map(
    options.filter(isForm).map((option) =>
      [option.entries?.[key]?.literal, guardOf(option)] as const
    ),
  );
  return (value) =>
    isRecord(value) && (guards.get(value[key])?.(value) ?? false);
}

function stepOf({ type, requirement }: Step): Guard {
  switch (type) {
    case "finite":
      return Number.isFinite;
    case "safe_integer":
      return Number.isSafeInteger;
    case "min_value":
      return ofNumber(requirement, (value, bound) => value >= bound);
    case "gt_value":
      return ofNumber(requirement, (value, bound) => value > bound);
    case "max_value":
      return ofNumber(requirement, (value, bound) => value <= bound);
    case "regex":
      if (!(requirement instanceof RegExp) || requirement.global) break;
      return (value) => typeof value === "string" && requirement.test(value);
  }
  throw unknownKind(type);
}

function ofNumber(
  bound: unknown,
  holds: (value: number, bound: number) => boolean,
): Guard {
  if (typeof bound !== "number") throw unknownKind(typeof bound);
  return (value) => typeof value === "number" && holds(value, bound);
}

function isForm(value: unknown): value is Form {
  return isRecord(value) && typeof value["type"] === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknownKind(type: string): RangeError {
  return new RangeError(`No quick guard for a schema of kind "${type}"`);
}
