/**
 * Calls to a gateway: one person's, under a deadline, repeated where it helps,
 * read through a schema.
 * @module
 */
import * as v from "valibot";
import { VideoId } from "../../shared/video/video.ts";
import type { HttpClient } from "../upstream/http_client.ts";
import { createResilience } from "../catalogue/resilience.ts";
import { createSingleFlight } from "../upstream/single_flight.ts";
import type { CataloguePass, CataloguePerson } from "../catalogue/catalogue.ts";
import { CatalogueFault } from "../catalogue/faults.ts";
import { read } from "./faults.ts";
import { unanswered } from "../catalogue/unanswered.ts";

/** Options of {@linkcode createCalls}. */
export interface CallsOptions {
  /** Base of all paths, without a slash at its end. */
  url: string;
  /** Deadline of a call with its retries, ms. */
  timeoutMs: number;
  http: HttpClient;
  /** See `createResilience`. @default {false} */
  remembersOutage?: boolean;
  /** See `createResilience`. */
  halfOpenMs?: number;
}

/** One call. Every one is harmless to repeat: reads, and tokens and KS made fresh. */
export interface Call<T> {
  /** Path with `:id` in place of the id; names the route. */
  route: string;
  id?: string;
  query?: Record<string, string | number>;
  body?: unknown;
  schema: v.GenericSchema<unknown, T>;
  /** What is sent beside the pass, to be kept out of the log. */
  secrets?: readonly string[];
}

/**
 * Sends a call. Identical calls of one person at one time are one call.
 * @throws {CatalogueFault}
 */
type Send = <T>(
  by: { person: CataloguePerson; pass?: CataloguePass },
  call: Call<T>,
) => Promise<T>;

/** Makes the sender. */
export function createCalls(options: CallsOptions): Send {
  const { http, remembersOutage = false } = options;
  const resilience = createResilience({ ...options, remembersOutage });
  const flights = createSingleFlight();
  return (by, call) => {
    const { route, id, body, schema } = call;
    const path = route.replace(":id", () => segment(id));
    const query = call.query === undefined ? "" : `?${queryOf(call.query)}`;
    const { token, ks } = by.pass ?? {};
    const secrets = [token, ks, ...call.secrets ?? []];
    const key = JSON.stringify([token, path + query, body]);
    return flights.run(key, () =>
      resilience.run(async (timeoutMs) => {
        const answer = await http.send({
          url: options.url + path + query,
          timeoutMs,
          ...(body === undefined ? {} : { body }),
          ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
        }).catch((error) => {
          throw unanswered(error);
        });
        return read(answer, { schema, secrets, asked: options.url + route });
      }, { route, person: by.person.discordId, item: id, isRepeatable: true }));
  };
}

function queryOf(values: Record<string, string | number>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(values).map(([name, value]) => [name, String(value)]),
  );
}

/**
 * An id as one path segment that reaches a video and nothing else.
 * @see SPEC V3
 */
function segment(id: string | undefined): string {
  if (v.is(VideoId, id) && id !== "search") return id;
  throw new CatalogueFault("unknown_video");
}
