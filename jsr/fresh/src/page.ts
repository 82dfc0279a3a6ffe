/** Data for the page component, and parts of the answer; see {@linkcode page}. */
export interface PageResponse<T> {
  /** Given to the component as `props.data`. */
  data: T;
  /** Headers of the answer. */
  headers?: HeadersInit | undefined;
  /** Status of the answer. */
  status?: number | undefined;
}

/** Hands data from a handler to the page component of the same route. */
export function page(): PageResponse<undefined>;
/** Hands data from a handler to the page component of the same route. */
export function page<T>(
  data: T,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<T>;
export function page(
  data?: unknown,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<unknown> {
  return { data, ...options };
}
