/**
 * From an opened frame to a signed-in person, step by step.
 * @module
 */
import type { Person } from "../../shared/person.ts";
import type { Api } from "../api/api.ts";
import { connectDiscord, type Discord } from "../discord/sdk.ts";
import type { Launch } from "../launch/launch.ts";

/** Somebody signed in, and the Discord they are in. */
export interface SignedIn {
  me: Person;
  discord: Discord;
  /** Scopes that the person granted; features without theirs stay away. */
  scopes: readonly string[];
}

/** Who signs in where, and who hears how far it is. */
interface SignInOptions {
  clientId: string;
  launch: Launch;
  api: Pick<Api, "signIn" | "isOver">;
  onStep(step: "connecting" | "signing_in"): void;
  /** @default {connectDiscord} */
  connect?: (options: { clientId: string }) => Promise<Discord>;
}

/**
 * Makes a sign-in that can be tried again: what has succeeded is not repeated,
 * because Discord refuses a second `AUTHORIZE` and forgets a second handshake.
 * A session that ends is renewed in `api.ts`, without any of this.
 * @returns A function that signs in. It throws {@linkcode DomainError}.
 * @see SPEC D5
 */
export function createSignIn(
  options: SignInOptions,
): () => Promise<SignedIn> {
  const { clientId, launch, api, onStep, connect = connectDiscord } = options;
  let discord: Discord | null = null;
  let done: SignedIn | null = null;
  let answer: { accessToken: string; me: Person } | null = null;

  return async () => {
    if (done && !api.isOver()) return done;
    if (done) {
      // Discord's token has run out too: only its person can give another.
      done = null;
      answer = null;
    }
    onStep("connecting");
    discord ??= await connect({ clientId });
    onStep("signing_in");
    answer ??= await api.signIn({ code: await discord.authorize(), launch });
    const scopes = await discord.authenticate(answer.accessToken);
    return done = { me: answer.me, discord, scopes };
  };
}
