/**
 * Calls to other servers: bounded in time and size, never following a redirect.
 * @module
 */

/** One call. */
interface HttpRequest {
  url: string | URL;
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  headers?: Record<string, string>;
  /** A form is sent form-encoded, anything else as JSON. */
  body?: unknown;
  /** Deadline of the whole answer, body included, ms. */
  timeoutMs: number;
  /** Largest answer that is read, bytes after decompression. @default {MAX_ANSWER_BYTES} */
  maxBytes?: number;
}

/** What came back, whatever the status. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** The body as JSON; `undefined` when it is not JSON. */
  json: unknown;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Why there is no answer. */
type HttpFault = "unreachable" | "timeout" | "too_large";

/** There is no answer. */
export class UpstreamError extends Error {
  override name = "UpstreamError";
  /** Why. */
  readonly fault: HttpFault;

  /** @param cause What was thrown. */
  constructor(fault: HttpFault, cause?: unknown) {
    super(`No answer from upstream: ${fault}`, { cause });
    this.fault = fault;
  }
}

/** See the module. */
export interface HttpClient {
  /** @throws {UpstreamError} */
  send(request: HttpRequest): Promise<HttpAnswer>;
}

/** Largest answer that is read, bytes. Chosen: 1,000 videos with long descriptions. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Makes a client. It keeps no cookie, token or other state. */
export function createHttpClient(): HttpClient {
  return {
    async send({ url, method, headers, body, timeoutMs, maxBytes }) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(url, {
          method: method ?? (body === undefined ? "GET" : "POST"),
          headers: { accept: "application/json", ...typeOf(body), ...headers },
          ...(body === undefined ? {} : { body: encode(body) }),
          // A redirect would carry tokens to whomever it names.
          redirect: "manual",
          signal,
        });
        const bytes = await readBody(response, maxBytes ?? MAX_ANSWER_BYTES);
        return {
          status: response.status,
          headers: response.headers,
          json: jsonOf(bytes),
          bytes,
        };
      } catch (error) {
        if (error instanceof UpstreamError) throw error;
        throw new UpstreamError(
          signal.aborted ? "timeout" : "unreachable",
          withoutAddress(error),
        );
      }
    },
  };
}

/** What `fetch` threw, fit for the log: its message names the address, which may hold a KS or what a person looked for. */
export function withoutAddress(error: unknown): Error {
  const causes: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    causes.push(at.message);
  }
  const message = causes.join(": ") || String(error);
  return new Error(message.replaceAll(/\bhttps?:\/\/\S+/gi, "[address]"));
}

function typeOf(body: unknown): Record<string, string> {
  if (body === undefined || body instanceof URLSearchParams) return {};
  return { "content-type": "application/json" };
}

function encode(body: unknown): BodyInit {
  return body instanceof URLSearchParams ? body : JSON.stringify(body);
}

async function readBody(
  response: Response,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new UpstreamError("too_large");
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
