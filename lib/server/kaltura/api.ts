/**
 * Calls to Kaltura's API: typed, bounded in time, repeated where that is
 * harmless. It holds no identity: each call carries the KS it is made with.
 * @module
 */
import * as v from "valibot";
import { unanswered } from "../catalogue/unanswered.ts";
import { scrub } from "../log/redact.ts";
import type { HttpAnswer, HttpClient } from "../upstream/http_client.ts";
import type { Resilience } from "../catalogue/resilience.ts";
import { retryAfterMs } from "../upstream/retry_after.ts";
import { CatalogueFault } from "../catalogue/faults.ts";
import { KalturaException, KalturaRefusal } from "./refusals.ts";

/** One call. */
export interface KalturaRequest<T> {
  /** Service and action. Source: Kaltura's API documentation. */
  name: `${string}.${string}`;
  /** What the call is given besides the KS. */
  body: Record<string, unknown>;
  schema: v.GenericSchema<unknown, T>;
  /** The KS it is made with. */
  ks?: string;
  /** Secrets of the body, to be kept out of the log. */
  secrets?: readonly string[];
  /** Whom the call is made for, for those who judge Kaltura by it. */
  person: string;
  /** The one entry that the call is about, if there is one. */
  item?: string;
}

/** See the module. Throws {@linkcode CatalogueFault}. */
export interface KalturaApi {
  call<T>(request: KalturaRequest<T>): Promise<T>;
}

interface KalturaApiOptions {
  /** Such as `https://www.kaltura.com/api_v3`. */
  url: string;
  partnerId: string;
  http: HttpClient;
  resilience: Resilience;
}

/** How Kaltura's logs name us. */
const CLIENT_TAG = "cowatch";

/** Makes a client of one account. */
export function createKalturaApi(options: KalturaApiOptions): KalturaApi {
  const { url, http, resilience } = options;
  const partnerId = Number(options.partnerId);
  return {
    call({ name, body, schema, ks, secrets = [], person, item }) {
      const [service, action] = name.split(".", 2);
      return resilience.run(async (timeoutMs) => {
        const answer = await http.send({
          url: `${url}/service/${service}/action/${action}`,
          timeoutMs,
          body: {
            ...body,
            format: 1,
            clientTag: CLIENT_TAG,
            partnerId,
            ...(ks === undefined ? {} : { ks }),
          },
        }).catch((error) => {
          throw unanswered(error);
        });
        return read(answer, { schema, name, secrets: [ks, ...secrets] });
        // All that we call reads, or makes another KS.
      }, {
        route: name,
        isRepeatable: true,
        person,
        ...(item === undefined ? {} : { item }),
      });
    },
  };
}

/** @throws {CatalogueFault} */
function read<T>(
  answer: HttpAnswer,
  { schema, name, secrets }: {
    schema: v.GenericSchema<unknown, T>;
    name: string;
    secrets: readonly (string | undefined)[];
  },
): T {
  const { status, json } = answer;
  const refusal = v.safeParse(KalturaException, json);
  if (refusal.success) {
    const { code, message = "" } = refusal.output;
    throw new KalturaRefusal(code, {
      cause: `${name}: ${code}: ${scrub(message, secrets)}`,
    });
  }
  if (status === 429 || status >= 500) {
    throw new CatalogueFault(
      status === 429 ? "gateway_busy" : "gateway_unavailable",
      {
        cause: `${name}: status ${status}`,
        retryInMs: retryAfterMs(answer, Date.now()) ?? 0,
      },
    );
  }
  if (status < 200 || status > 299 || json === undefined) {
    // A page, or a redirect to one: nobody there speaks Kaltura's API.
    throw new CatalogueFault("gateway_misconfigured", {
      cause: `${name}: status ${status}, no answer of Kaltura's API: ` +
        "look at KALTURA_API_URL",
    });
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  // Where it does not fit, not what is there.
  const place = v.getDotPath(issue) ?? "body";
  throw new CatalogueFault("bad_gateway_answer", {
    cause: `${name}: does not fit: ${place}, ${issue.type}`,
  });
}
