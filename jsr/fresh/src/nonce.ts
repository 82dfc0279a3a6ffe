/** Nonce of each rendered page, by its answer; a copy of the answer has none. */
export const nonceOf = new WeakMap<Response, string>();
