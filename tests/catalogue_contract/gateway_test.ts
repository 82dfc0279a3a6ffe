/** The contract with a gateway, in both dialects. */
import { createGateway } from "@/lib/server/gateway/gateway.ts";
import { createLog } from "@/lib/server/log/log.ts";
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import {
  canaryKs,
  type Dialect,
  PLAN_PARTNER,
  startGateway,
} from "../support/fakes/fake_gateway.ts";
import { FIELD_PARTNER } from "../support/fakes/field_gateway.ts";
import {
  catalogueContract,
  type ContractEntry,
  type Illness,
  type StartWorld,
} from "./catalogue_contract.ts";

/** What a gateway that tells kinds makes of an entry. Source: Kaltura's API, `KalturaMediaType`, `KalturaEntryStatus`. */
function told({ kind = "video", isReady = true, ...entry }: ContractEntry) {
  const mediaType = { video: 1, image: 2, audio: 5, live: 201 }[kind];
  return { duration: 60, ...entry, mediaType, status: isReady ? 2 : 1 };
}

function worldOf(dialect: Dialect): StartWorld {
  return ({ entries, timeoutMs }) => {
    let illness: Illness = "well";
    const gateway = startGateway(dialect, {
      // The field's gateway passes on neither kind nor state.
      entries: () =>
        dialect === "plan"
          ? entries.map(told)
          : entries.map(({ isReady: _, isLive: __, kind: ___, ...entry }) => ({
            duration: 60,
            ...entry,
          })),
    });
    const closing = new AbortController();
    gateway.intercept = () => {
      if (illness === "well") return null;
      return illness === "silent"
        ? new Response(silence(closing.signal))
        : Response.json({ error: "ill" }, { status: 503 });
    };
    return {
      catalogue: createGateway({
        url: gateway.url,
        timeoutMs,
        http: createHttpClient(),
        log: createLog(() => {}),
      }),
      listEndsAt: dialect === "plan" ? Infinity : 10,
      tellsKinds: dialect === "plan",
      partnerId: dialect === "plan" ? PLAN_PARTNER : FIELD_PARTNER,
      readKs(ks) {
        for (const discordId of ["101", "102"]) {
          for (const isEntitled of [true, false]) {
            if (ks === canaryKs(discordId, { isEntitled })) {
              return { discordId, isEntitled };
            }
          }
        }
        return null;
      },
      forget: () => gateway.expireTokens(),
      ail: (next) => illness = next,
      searches: (q) =>
        gateway.calls.filter(({ route, query }) =>
          route === "GET /videos/search" && query.q === q
        ).length,
      async [Symbol.asyncDispose]() {
        closing.abort();
        await gateway.close();
      },
    };
  };
}

/** A body that never comes. */
function silence(signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      signal.addEventListener("abort", () => {
        try {
          controller.close();
        } catch {
          // The reader has gone, as it should.
        }
      });
    },
  });
}

catalogueContract("the plan's gateway", worldOf("plan"));
catalogueContract("the gateway in the field", worldOf("field"));
