import { type ComponentChildren, Fragment, h } from "preact";

/** Stands for an element in a text; no name or title has it (SPEC U2 cleans them). */
const MARK = "\u0000";

/** What {@linkcode withElements} fills in: texts, numbers, or elements. */
type Parts = Readonly<Record<string, ComponentChildren>>;

/**
 * A text with elements in it, wherever its language has them:
 * `withElements(t().waiting.forOne, { first: <bdi>Ada</bdi> })`.
 * Strings and numbers are filled in as they are; a number decides plurals.
 */
export function withElements<Values extends object>(
  text: (values: Values) => string,
  parts: { [Name in keyof Values]: ComponentChildren },
): ComponentChildren {
  const elements: ComponentChildren[] = [];
  const values = Object.fromEntries(
    Object.entries<ComponentChildren>(parts).map(([name, part]) => {
      if (typeof part === "string" || typeof part === "number") {
        return [name, part];
      }
      elements.push(part);
      return [name, `${MARK}${elements.length - 1}${MARK}`];
    }),
  );
  // Every second piece is the index of an element.
  const pieces = text(values as Values).split(MARK).map((piece, index) =>
    index % 2 === 1 ? elements[Number(piece)] : piece
  );
  // Within JSX a bare list of strings would be escaped twice on the server.
  return h(Fragment, null, ...pieces);
}
