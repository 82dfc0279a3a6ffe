/**
 * Requests as they come over a connection, for servers that answer with bytes.
 * @module
 */

/** One request. */
export interface RawRequest {
  method: string;
  /** Path with its query. */
  target: string;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
}

const HEAD_END = "\r\n\r\n";
const BUFFER_BYTES = 16 * 1024;

/**
 * Reads the requests of a connection until it ends. The next one is read when
 * it is asked for.
 */
export async function* readRequests(
  connection: Deno.Conn,
): AsyncGenerator<RawRequest> {
  const buffer = new Uint8Array(BUFFER_BYTES);
  // One character a byte, so that places in the text are places in the bytes.
  let text = "";
  const more = async () => {
    const count = await connection.read(buffer);
    text += String.fromCharCode(...buffer.subarray(0, count ?? 0));
    return count !== null;
  };
  for (;;) {
    while (!text.includes(HEAD_END)) if (!await more()) return;
    const bodyAt = text.indexOf(HEAD_END) + HEAD_END.length;
    const [first = "", ...lines] = text.slice(0, bodyAt).trim().split("\r\n");
    const headers = new Headers(lines.map((line): [string, string] => {
      const [name = "", ...value] = line.split(":");
      return [name.trim(), value.join(":").trim()];
    }));
    const endAt = bodyAt + Number(headers.get("content-length") ?? 0);
    while (text.length < endAt) if (!await more()) return;
    const [method = "", target = ""] = first.split(" ");
    const body = Uint8Array.from(
      text.slice(bodyAt, endAt),
      (byte) => byte.charCodeAt(0),
    );
    text = text.slice(endAt);
    yield { method, target, headers, body };
  }
}
