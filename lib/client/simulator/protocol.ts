/**
 * What the Discord SDK and its client say to each other by `postMessage`.
 * Source: docs of the SDK's wire format, `[opcode, payload]`.
 * @module
 */
import * as v from "valibot";

/** First part of a message. */
export const Opcode = {
  HANDSHAKE: 0,
  FRAME: 1,
  CLOSE: 2,
  HELLO: 3,
} as const;

const Handshake = v.tuple([
  v.literal(Opcode.HANDSHAKE),
  v.object({ v: v.literal(1), client_id: v.string(), frame_id: v.string() }),
]);
const Frame = v.tuple([
  v.literal(Opcode.FRAME),
  v.object({
    cmd: v.string(),
    nonce: v.string(),
    evt: v.optional(v.string()),
    args: v.optional(v.record(v.string(), v.unknown()), {}),
  }),
]);
const Close = v.tuple([
  v.literal(Opcode.CLOSE),
  v.object({ code: v.number(), message: v.optional(v.string()) }),
]);

/** What an Activity sends. */
export const Incoming = v.union([Handshake, Frame, Close]);
/** A command of an Activity. */
export type CommandFrame = v.InferOutput<typeof Frame>[1];

/** A refusal in Discord's form. Source: Discord's RPC error codes. */
export class RpcError extends Error {
  override name = "RpcError";
  /** Discord's number. */
  readonly code: number;

  /** @param code Discord's number. */
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Discord's numbers. */
export const RpcCode = {
  UNKNOWN_COMMAND: 4002,
  UNKNOWN_EVENT: 4004,
  NOT_AUTHENTICATED: 4006,
  BAD_TOKEN: 4009,
  OAUTH: 5000,
} as const;
