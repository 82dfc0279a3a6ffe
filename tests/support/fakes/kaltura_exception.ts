/** A refusal of Kaltura's API: it travels with status 200. Source: kaltura/server, `KalturaAPIException`. */
export class KalturaException extends Error {
  override name = "KalturaException";

  /** @param code One of `KalturaErrors`. */
  constructor(readonly code: string, message: string) {
    super(message);
  }

  /** The body of the answer. */
  body(): Record<string, unknown> {
    return {
      objectType: "KalturaAPIException",
      code: this.code,
      message: this.message,
      args: {},
    };
  }
}
