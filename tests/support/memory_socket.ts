/**
 * The server's end of a socket without a network: a test reads what was sent
 * and says how much is still on its way.
 * @module
 */
import type { ServerMessage } from "../../lib/shared/room/protocol.ts";

/** See the module. */
export class MemorySocket {
  /** Bytes that the peer has not read. */
  bufferedAmount = 0;
  /** Messages in order of sending. */
  readonly sent: ServerMessage[] = [];
  /** How the server closed it. */
  closed: { code: number; reason: string } | null = null;
  /** The peer reads nothing: what is sent adds up. */
  isStalled = false;

  /** The server sends. @throws {TypeError} After a close, as a socket does. */
  send(text: string): void {
    if (this.closed) throw new TypeError("the socket is closed");
    if (this.isStalled) this.bufferedAmount += text.length;
    this.sent.push(JSON.parse(text));
  }

  /** The server closes. */
  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }

  /** Messages of one type. */
  all<T extends ServerMessage["type"]>(
    type: T,
  ): Extract<ServerMessage, { type: T }>[] {
    return this.sent.filter((message): message is Extract<
      ServerMessage,
      { type: T }
    > => message.type === type);
  }

  /** The last message of a type. @throws {Error} When there is none. */
  last<T extends ServerMessage["type"]>(
    type: T,
  ): Extract<ServerMessage, { type: T }> {
    const found = this.all(type).at(-1);
    if (!found) throw new Error(`no "${type}" was sent`);
    return found;
  }
}
