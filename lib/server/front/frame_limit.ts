/**
 * How large the messages of a WebSocket are, read from its bytes as they pass.
 * Deno itself refuses a frame of over 64 MiB only, gathers the frames of one
 * message without end, and keeps them after `close()` for as long as the peer
 * keeps its connection (measured with Deno 2.9).
 * @module
 */

/** Takes the next bytes that one end sent. @returns Whether all is well so far; once not, never again. */
type FrameLimit = (bytes: Uint8Array) => boolean;

/** Bytes of a frame's head at most: two, eight of length, four of mask. Source: RFC 6455 §5.2. */
const MAX_HEAD_BYTES = 14;

/** Opcode of a good-bye; those from it on are of control frames. Source: RFC 6455 §5.2. */
const CLOSE = 8;

/**
 * Watches one end of a WebSocket from its first frame on.
 * @param maxBytes Of a message, all frames together.
 * @param onClose This end has said good-bye.
 * @see SPEC R50
 */
export function createFrameLimit(
  maxBytes: number,
  onClose: () => void = () => {},
): FrameLimit {
  const head = new Uint8Array(MAX_HEAD_BYTES);
  let headBytes = 0;
  /** Bytes of the present frame that are still to come. */
  let payloadLeft = 0;
  let messageBytes = 0;
  let isBroken = false;

  /** @returns Whether the frame may come. */
  function begin(): boolean {
    const isLast = ((head[0] ?? 0) & 0x80) !== 0;
    const opcode = (head[0] ?? 0) & 0x0f;
    const length = payloadLength(head);
    payloadLeft = length;
    // Control frames come in between; each stands for itself.
    if (opcode === CLOSE) onClose();
    if (opcode >= CLOSE) return length <= maxBytes;
    messageBytes = opcode === 0 ? messageBytes + length : length;
    const fits = messageBytes <= maxBytes;
    if (isLast) messageBytes = 0;
    return fits;
  }

  return (bytes) => {
    for (let at = 0; at < bytes.byteLength && !isBroken;) {
      if (payloadLeft > 0) {
        const skipped = Math.min(payloadLeft, bytes.byteLength - at);
        payloadLeft -= skipped;
        at += skipped;
        continue;
      }
      head[headBytes++] = bytes[at++] ?? 0;
      if (headBytes < 2 || headBytes < headLength(head)) continue;
      headBytes = 0;
      isBroken = !begin();
    }
    return !isBroken;
  };
}

function headLength(head: Uint8Array): number {
  const second = head[1] ?? 0;
  const short = second & 0x7f;
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
  const mask = second & 0x80 ? 4 : 0;
  return 2 + extended + mask;
}

function payloadLength(head: Uint8Array): number {
  const view = new DataView(head.buffer);
  const short = (head[1] ?? 0) & 0x7f;
  if (short === 126) return view.getUint16(2);
  // Beyond what a number holds exactly it is too long in any case.
  return short === 127 ? Number(view.getBigUint64(2)) : short;
}
