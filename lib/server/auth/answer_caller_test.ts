import { assert, assertEquals, assertRejects } from "@std/assert";
import { SESSION_TTL_S } from "../../shared/limits.ts";
import { DomainError } from "../../shared/errors.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { createQuotas } from "../limits/quotas.ts";
import { createLog } from "../log/log.ts";
import { answerCaller, SESSION_HEADER } from "./answer_caller.ts";
import type { Caller } from "./caller.ts";
import { createSessions } from "./sessions.ts";

/** A minute before the session's end. */
const LATE_MS = (SESSION_TTL_S - 60) * 1000;

function refused(): never {
  throw new DomainError("bad_request", "No.");
}

async function world() {
  let nowMs = Date.now();
  const sessions = createSessions({
    secrets: ["0123456789abcdef0123456789abcdef"],
    now: () => nowMs,
  });
  let passes = 0;
  const pass = () =>
    Promise.resolve({ token: `pass-${++passes}`, expiresAtMs: 1 });
  const catalogue = { signIn: pass, refresh: pass } as unknown as Catalogue;
  const token = await sessions.seal({
    user: { id: "1", username: "Ann", avatarUrl: null },
    instanceId: "i-1",
    roles: [],
    signedInAtMs: nowMs,
  });
  const services = {
    sessions,
    catalogue,
    log: createLog(() => {}),
    quotas: createQuotas({ now: () => nowMs }),
  };
  return {
    sessions,
    token,
    later: (ms: number) => nowMs += ms,
    async call(token: string, then: () => Response = () => new Response()) {
      const state = {
        services,
        caller: (): Promise<Caller> => Promise.reject(new Error("not set")),
      };
      return await answerCaller({
        req: new Request("http://localhost/api/videos", {
          headers: { authorization: `Bearer ${token}` },
        }),
        state,
        async next() {
          const by = await state.caller();
          await by.ask(() => Promise.resolve());
          return then();
        },
      });
    },
  };
}

Deno.test("[X40] calls to the catalogue make no session last, however often its pass is renewed", async () => {
  const { sessions, token, call, later } = await world();
  later(LATE_MS);
  let last = token;
  for (let n = 0; n < 3; n++) {
    const told = (await call(last)).headers.get(SESSION_HEADER);
    assert(told && told !== last);
    last = told;
  }
  assertEquals((await sessions.open(last)).api?.token, "pass-3");
  later(61_000);
  const { code } = await assertRejects(() => sessions.open(last), DomainError);
  assertEquals(code, "session_expired");
  await assertRejects(() => call(last), DomainError);
});

Deno.test("[A1] a refusal carries the renewed session too", async () => {
  const { token, call } = await world();
  const response = await call(token, refused);
  assertEquals(response.status, 400);
  assert(response.headers.get(SESSION_HEADER));
  await response.body?.cancel();
});
