/**
 * Fetches from Kaltura's hosts: every hop of a redirect is checked.
 * @module
 */
import {
  type HttpAnswer,
  type HttpClient,
  UpstreamError,
  withoutAddress,
} from "./http_client.ts";
import { mediaFault } from "./media_faults.ts";
import { allowedUrl, type HostRules } from "./allowed_hosts.ts";

/** Hops that are followed. Chosen: Kaltura uses one or two. */
const MAX_HOPS = 5;

/** Opens a stream; as `fetch`. */
export type OpenStream = (url: URL, init: RequestInit) => Promise<Response>;

/** Options of {@linkcode fetchAllowed} and {@linkcode streamAllowed}. */
export interface UpstreamOptions {
  rules: HostRules;
  /** Deadline of the whole answer, or of each piece of a stream, ms. */
  timeoutMs: number;
  /** Largest answer that is read, bytes. */
  maxBytes: number;
}

/**
 * Fetches, following redirects by hand.
 * @returns The answer, whatever its status, and the address that gave it.
 * @throws {DomainError} `media_unavailable`, `media_unreadable`, `media_host_refused`
 * @see SPEC M2
 */
export async function fetchAllowed(
  address: string,
  { http, rules, timeoutMs, maxBytes }: UpstreamOptions & { http: HttpClient },
): Promise<HttpAnswer & { url: URL }> {
  const deadlineMs = performance.now() + timeoutMs;
  const { answer, url } = await follow(address, {
    rules,
    send: (url) =>
      http.send({
        url,
        timeoutMs: Math.max(1, Math.ceil(deadlineMs - performance.now())),
        maxBytes,
        headers: { accept: "*/*" },
      }).catch((error) => {
        if (!(error instanceof UpstreamError)) throw error;
        throw mediaFault(
          // It is as long the next time.
          error.fault === "too_large"
            ? "media_unreadable"
            : "media_unavailable",
          error,
        );
      }),
  });
  return { ...answer, url };
}

/**
 * Opens a stream, following redirects by hand. A body that is too long, or
 * that stops coming, breaks off.
 * @throws {DomainError} `media_unavailable`, `media_host_refused`
 * @see SPEC M2, M8
 */
export async function streamAllowed(
  address: string,
  { rules, timeoutMs, maxBytes, headers, open = fetch }: UpstreamOptions & {
    headers: Record<string, string>;
    /** @default {fetch} */
    open?: OpenStream | undefined;
  },
): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const { answer } = await follow(address, {
      rules,
      async send(url) {
        const response = await open(url, {
          headers,
          redirect: "manual",
          signal: abort.signal,
        }).catch((error) => {
          throw mediaFault("media_unavailable", withoutAddress(error));
        });
        if (isRedirect(response)) await response.body?.cancel();
        return response;
      },
    });
    const { body, status, headers: told } = answer;
    const hasLength = told.has("content-length");
    const pieces = body &&
      bounded(body, { timeoutMs, maxBytes, hasLength, abort });
    return new Response(pieces && ReadableStream.from(pieces), {
      status,
      headers: told,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function* bounded(
  body: ReadableStream<Uint8Array>,
  { timeoutMs, maxBytes, hasLength, abort }: {
    timeoutMs: number;
    maxBytes: number;
    hasLength: boolean;
    abort: AbortController;
  },
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let size = 0;
  try {
    for (;;) {
      const timer = setTimeout(() => abort.abort(), timeoutMs);
      const { done, value } = await reader.read()
        .finally(() => clearTimeout(timer));
      if (done) return;
      size += value.byteLength;
      if (size > maxBytes) throw new UpstreamError("too_large");
      yield value;
    }
  } catch (error) {
    // An answer that is shorter than it says breaks off by itself.
    if (!hasLength) throw error;
  } finally {
    abort.abort();
  }
}

async function follow<T extends { status: number; headers: Headers }>(
  address: string,
  { rules, send }: { rules: HostRules; send(url: URL): Promise<T> },
): Promise<{ answer: T; url: URL }> {
  let url = allowedUrl(address, rules);
  for (let hop = 0; hop <= MAX_HOPS; hop++) {
    const answer = await send(url);
    const location = answer.headers.get("location");
    if (location === null || !isRedirect(answer)) return { answer, url };
    url = allowedUrl(location, { ...rules, base: url });
  }
  throw mediaFault("media_unavailable", new Error("too many redirects"));
}

function isRedirect({ status, headers }: { status: number; headers: Headers }) {
  return status >= 300 && status <= 399 && headers.has("location");
}
