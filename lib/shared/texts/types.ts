/**
 * The texts on screen by section and key. Made of `en.json` by
 * `deno task texts`; not to be changed by hand.
 * @module
 */

/** Texts of one language. */
export interface Texts {
  waiting: {
    forOne: (values: { first: string }) => string;
    forTwo: (values: { first: string; second: string }) => string;
    forMore: (
      values: { first: string; second: string; count: number },
    ) => string;
    goOn: string;
    you: string;
    somebody: string;
  };
}
