/** What `page()` returns: data for the page component, and parts of the answer. */
export class PageResponse<T> {
  /** Given to the component as `props.data`. */
  readonly data: T;
  /** Headers of the answer. */
  readonly headers: HeadersInit | undefined;
  /** Status of the answer. */
  readonly status: number | undefined;

  /** Prefer `page()`. */
  constructor(data: T, options?: PageOptions) {
    this.data = data;
    this.headers = options?.headers;
    this.status = options?.status;
  }
}

/** Options of `page()`. */
export interface PageOptions {
  status?: number;
  headers?: HeadersInit;
}

/** Hands data from a handler to the page component of the same route. */
export function page(): PageResponse<undefined>;
/** Hands data from a handler to the page component of the same route. */
export function page<T>(data: T, options?: PageOptions): PageResponse<T>;
/** Hands data from a handler to the page component of the same route. */
export function page<T>(data?: T, options?: PageOptions): PageResponse<T> {
  return new PageResponse(data as T, options);
}
