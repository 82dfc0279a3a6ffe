/**
 * Ports to other servers, with telemetry around them: what stands behind knows
 * nothing of it.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import { type HttpClient, UpstreamError } from "../upstream/http_client.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Telemetry } from "./metrics.ts";

/** A client whose calls are spans and have a duration. Of an address only the host is told: the rest may hold a KS, or what a person looked for. */
export function measuredHttp(
  http: HttpClient,
  telemetry: Telemetry,
): HttpClient {
  if (!telemetry.isOn) return http;
  return {
    send: (request) =>
      telemetry.span("upstream", async (note) => {
        const { host } = new URL(request.url);
        const startMs = performance.now();
        let outcome = "fault";
        try {
          const answer = await http.send(request);
          outcome = `${Math.floor(answer.status / 100)}xx`;
          note({ "http.response.status_code": answer.status });
          return answer;
        } catch (error) {
          if (error instanceof UpstreamError) outcome = error.fault;
          throw error;
        } finally {
          note({ "server.address": host, outcome });
          telemetry.record(
            "cowatch.upstream.duration",
            performance.now() - startMs,
            { host, outcome },
          );
        }
      }),
  };
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
