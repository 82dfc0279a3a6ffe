/**
 * Ports to other servers, with telemetry around them: what stands behind knows
 * nothing of it.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import { type HttpClient, UpstreamError } from "../upstream/http_client.ts";
import type { OpenStream } from "../upstream/allowed_fetch.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Telemetry } from "./metrics.ts";

/** Hosts that are called by their name. Chosen: a set-up has few, and whoever names more wants to fill the store. */
const MAX_HOSTS = 50;

/** Names the host of an address: a playlist may name as many as it likes. */
export function createHostNames(): (url: string | URL) => string {
  const known = new Set<string>();
  return (url) => {
    const { host } = new URL(url);
    if (known.size < MAX_HOSTS) known.add(host);
    return known.has(host) ? host : "other";
  };
}

/** What measuring calls needs. */
interface Measuring {
  telemetry: Telemetry;
  /** See {@linkcode createHostNames}. */
  nameHost: (url: string | URL) => string;
}

/** A client whose calls are spans and have a duration. Of an address only the host is recorded: the rest may hold a KS, or what a person looked for. */
export function measuredHttp(
  http: HttpClient,
  { telemetry, nameHost }: Measuring,
): HttpClient {
  if (!telemetry.isOn) return http;
  return {
    send: (request) =>
      measuredCall(telemetry, {
        host: nameHost(request.url),
        run: () => http.send(request),
      }),
  };
}

/** The same of streams: until they begin. */
export function measuredFetch(
  { telemetry, nameHost }: Measuring,
): OpenStream {
  if (!telemetry.isOn) return fetch;
  return (url, init) =>
    measuredCall(telemetry, {
      host: nameHost(url),
      run: () => fetch(url, init),
    });
}

function measuredCall<Answer extends { status: number }>(
  telemetry: Telemetry,
  { host, run }: { host: string; run(): Promise<Answer> },
): Promise<Answer> {
  return telemetry.span("upstream", async (note) => {
    const startMs = performance.now();
    let outcome = "fault";
    try {
      const answer = await run();
      outcome = `${Math.floor(answer.status / 100)}xx`;
      note({ "http.response.status_code": answer.status });
      return answer;
    } catch (error) {
      if (error instanceof UpstreamError) outcome = error.fault;
      throw error;
    } finally {
      note({ "server.address": host, outcome });
      const tookMs = performance.now() - startMs;
      telemetry.record("cowatch.upstream.duration", tookMs, { host, outcome });
    }
  });
}

/** A catalogue whose calls are spans, and whose faults are counted by code. */
export function measuredCatalogue(
  catalogue: Catalogue,
  telemetry: Telemetry,
): Catalogue {
  if (!telemetry.isOn) return catalogue;

  function measured<Given extends unknown[], Answer>(
    call: string,
    run: (...given: Given) => Promise<Answer>,
  ): (...given: Given) => Promise<Answer> {
    return (...given) =>
      telemetry.span("catalogue", async (note) => {
        note({ call });
        try {
          return await run(...given);
        } catch (error) {
          const code = error instanceof DomainError ? error.code : "internal";
          telemetry.count("cowatch.catalogue.faults", { call, code });
          throw error;
        }
      });
  }

  const { extras } = catalogue;
  return {
    name: catalogue.name,
    check: measured("check", catalogue.check),
    signIn: measured("sign_in", catalogue.signIn),
    refresh: measured("refresh", catalogue.refresh),
    list: measured("list", catalogue.list),
    search: measured("search", catalogue.search),
    get: measured("get", catalogue.get),
    session: measured("session", catalogue.session),
    play: measured("play", catalogue.play),
    liveState: measured("live_state", catalogue.liveState),
    ...(extras
      ? {
        extras: {
          chapters: measured("chapters", extras.chapters),
          captions: measured("captions", extras.captions),
          collections: measured("collections", extras.collections),
          inCollection: measured("in_collection", extras.inCollection),
        },
      }
      : {}),
  };
}
