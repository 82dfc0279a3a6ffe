/**
 * Who a request acts for in the catalogue. A pass lives in the person's
 * session and nowhere else, so a renewed one means a new session, which the
 * answer carries to the browser.
 * @module
 */
import type {
  Catalogue,
  CataloguePass,
  CataloguePerson,
  Viewer,
} from "../catalogue/catalogue.ts";
import { isRefusedPerson, isUnable } from "../catalogue/faults.ts";
import { requireCurrentSignIn, type Session } from "./sessions.ts";

/** Time before its end at which a token is renewed, ms. Chosen: longer than any call takes. */
const RENEW_BEFORE_MS = 60_000;

/** One person in one request. */
export interface Caller {
  /** Newest session of this request. */
  readonly session: Session;
  /**
   * Calls the catalogue as this person, with a pass that is renewed before it
   * ends and once after it was refused.
   * @throws {DomainError}
   */
  ask<T>(call: (by: Viewer) => Promise<T>): Promise<T>;
  /** Gets another pass, once in a request: the KS in it was refused. @throws {DomainError} */
  renew(): Promise<void>;
}

/** Makes the caller of a session. @see SPEC V8 */
export function createCaller(
  initial: Session,
  { catalogue, now }: { catalogue: Catalogue; now: () => number },
): Caller {
  let session = initial;
  const person = personOf(initial);

  async function refresh(pass: CataloguePass): Promise<CataloguePass> {
    try {
      const next = await catalogue.refresh({ person, pass });
      // Where the KS comes with the token, a token without one is half a renewal.
      const isWhole = pass.ks === undefined || next.ks !== undefined;
      return isWhole ? next : await catalogue.signIn(person);
    } catch (error) {
      // A catalogue that knows nothing of renewals may still know the person.
      if (!isRefusedPerson(error) && !isUnable(error)) throw error;
      return await catalogue.signIn(person);
    }
  }

  async function renew(): Promise<Viewer> {
    requireCurrentSignIn(session, now());
    const { api } = session;
    const pass = api ? await refresh(api) : await catalogue.signIn(person);
    session = { ...session, api: pass };
    return { person, pass };
  }

  return {
    get session() {
      return session;
    },
    async ask(call) {
      const { api: pass } = session;
      const isFresh = pass &&
        (pass.expiresAtMs === undefined ||
          pass.expiresAtMs - now() > RENEW_BEFORE_MS);
      if (!isFresh) return await call(await renew());
      try {
        return await call({ person, pass });
      } catch (error) {
        if (!isRefusedPerson(error)) throw error;
        const { api: newest } = session;
        // Another call of this request may have been quicker.
        const isRenewed = newest && newest.token !== pass.token;
        return await call(
          isRenewed ? { person, pass: newest } : await renew(),
        );
      }
    },
    async renew() {
      await renew();
    },
  };
}

/** The person of a session, as the catalogue knows them. */
export function personOf(
  { user, roles }: Pick<Session, "user" | "roles">,
): CataloguePerson {
  return { discordId: user.id, username: user.username, roles };
}
