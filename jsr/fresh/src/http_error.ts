/** Usual words of statuses (RFC 9110); a table of ours, since browsers have none. */
const STATUS_TEXT: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** An error that becomes an answer with its status. Documented under "Error handling". */
export class HttpError extends Error {
  override name = "HttpError";
  /** HTTP status of the answer. */
  status: number;

  /** @param message Defaults to the status's usual words. */
  constructor(
    status: number,
    message: string = STATUS_TEXT[status] ?? `HTTP ${status}`,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
  }
}
