import { STATUS_TEXT } from "./status_text.ts";

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
