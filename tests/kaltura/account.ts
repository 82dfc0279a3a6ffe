/**
 * Kaltura's catalogue in front of the fake API, on a real server.
 * @module
 */
import { createKaltura } from "@/lib/server/kaltura/kaltura.ts";
import type { KalturaCredentials } from "@/lib/server/kaltura/sessions.ts";
import { createLog } from "@/lib/server/log/log.ts";
import { createHttpClient } from "@/lib/server/upstream/http_client.ts";
import type { Catalogue, Viewer } from "@/lib/server/catalogue/catalogue.ts";
import {
  createFakeKalturaApi,
  type FakeKalturaApi,
  type FakeKalturaOptions,
} from "../support/fakes/fake_kaltura_api.ts";

/** See the module. */
interface Account extends AsyncDisposable {
  fake: FakeKalturaApi;
  url: string;
  log(): string;
  catalogue(options?: {
    credentials?: KalturaCredentials;
    now?: () => number;
    privacyContext?: string;
    /** Where the API is said to be. */
    url?: string;
    /** @default {1000} */
    timeoutMs?: number;
  }): Catalogue;
}

/** Opens an account. */
export function openAccount(options: FakeKalturaOptions = {}): Account {
  const fake = createFakeKalturaApi(options);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) =>
      await fake.answer(request) ?? new Response("not here", { status: 404 }),
  );
  let logged = "";
  const url = `http://127.0.0.1:${server.addr.port}/api_v3`;
  return {
    fake,
    url,
    log: () => logged,
    catalogue: (options = {}) =>
      createKaltura({
        url,
        partnerId: fake.account.partnerId,
        credentials: userSecret(fake),
        timeoutMs: 1000,
        http: createHttpClient(),
        log: createLog((line) => logged += line),
        now: Date.now,
        ...options,
      }),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** The account's user secret. */
export function userSecret({ account }: FakeKalturaApi): KalturaCredentials {
  return { kind: "user_secret", secret: account.userSecret };
}

/** The account's application token. */
export function appToken({ account }: FakeKalturaApi): KalturaCredentials {
  const { id, token } = account.appToken;
  return { kind: "app_token", id, token };
}

/** Somebody who has signed in to a catalogue. */
export async function viewerOf(
  catalogue: Catalogue,
  discordId = "7",
): Promise<Viewer> {
  const person = { discordId, username: `user ${discordId}`, roles: [] };
  return { person, pass: await catalogue.signIn(person) };
}
