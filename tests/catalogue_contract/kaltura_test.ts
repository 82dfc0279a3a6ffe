/** The contract with a Kaltura account and no gateway, by both kinds of credentials. */
import type { FakeEntry } from "../support/fakes/kaltura_entries.ts";
import { KalturaException } from "../support/fakes/kaltura_exception.ts";
import { appToken, openAccount, userSecret } from "../kaltura/account.ts";
import {
  catalogueContract,
  type ContractEntry,
  type Illness,
  type StartWorld,
} from "./catalogue_contract.ts";

/** An entry in Kaltura's numbers. Source: Kaltura's API, `KalturaMediaType`, `KalturaEntryStatus`. */
function entryOf(
  { kind = "video", isReady = true, title, ...entry }: ContractEntry,
): FakeEntry {
  const mediaType = { video: 1, image: 2, audio: 5, live: 201 }[kind];
  return { ...entry, name: title, mediaType, status: isReady ? 2 : 1 };
}

function worldOf(credentialsOf: typeof appToken): StartWorld {
  return ({ entries, timeoutMs }) => {
    const account = openAccount({
      // It needs what every play is given.
      entries: entries.map((entry) => ({
        ...entryOf(entry),
        isProtected: true,
      })),
    });
    const { fake } = account;
    let illness: Illness = "well";
    const closing = Promise.withResolvers<null>();
    fake.intercept = () => {
      if (illness === "well") return null;
      return illness === "silent" ? closing.promise : Response.json(
        new KalturaException(
          "INTERNAL_SERVERL_ERROR",
          "Internal server error occurred",
        ).body(),
      );
    };
    return {
      catalogue: account.catalogue({
        credentials: credentialsOf(fake),
        timeoutMs,
      }),
      partnerId: fake.account.partnerId,
      readKs(ks) {
        if (!fake.isGoodKs(ks)) return null;
        return {
          discordId: fake.sessions.open(ks).userId.replace("discord_", ""),
          isEntitled: fake.mayPlay(ks, "0_v3"),
        };
      },
      forget: () => fake.sessions.endAll(),
      ail: (next) => illness = next,
      searches: (q) =>
        fake.calls.filter(({ name, body }) =>
          name === "baseEntry.list" &&
          (body.filter as { freeText?: string }).freeText === q
        ).length,
      async [Symbol.asyncDispose]() {
        closing.resolve(null);
        await account[Symbol.asyncDispose]();
      },
    };
  };
}

catalogueContract("Kaltura, by an application token", worldOf(appToken));
catalogueContract("Kaltura, by the user secret", worldOf(userSecret));
