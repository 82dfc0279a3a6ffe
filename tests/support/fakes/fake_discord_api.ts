/**
 * Discord's API for tests, as a server of its own: the built-in one, with the
 * calls that arrived and a way to answer in its place.
 * @module
 */
import {
  createFakeDiscord,
  type FakeDiscord,
} from "@/lib/server/discord/fake_discord.ts";

/** One call that arrived. */
interface DiscordCall {
  path: string;
  body: string;
  /** Its `content-type`. */
  type: string;
  authorization: string;
}

/** Answers instead of Discord; `null` leaves a call to it. */
export type DiscordStandIn = (
  path: string,
  call: DiscordCall,
) => Response | null | Promise<Response | null>;

interface FakeDiscordApi {
  url: string;
  calls: DiscordCall[];
  authorize: FakeDiscord["authorize"];
  onCall(standIn: DiscordStandIn): void;
  close(): Promise<void>;
}

/** Starts Discord's API on loopback, for one application. */
export function startDiscordApi(
  app: { clientId: string; clientSecret: string },
): FakeDiscordApi {
  const fake = createFakeDiscord(app);
  const calls: DiscordCall[] = [];
  let standIn: DiscordStandIn = () => null;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const path = new URL(request.url).pathname.slice(1);
      const call = {
        path,
        body: await request.clone().text(),
        type: request.headers.get("content-type") ?? "",
        authorization: request.headers.get("authorization") ?? "",
      };
      calls.push(call);
      return await standIn(path, call) ?? await fake.answer(request, path);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    calls,
    authorize: fake.authorize,
    onCall(next) {
      standIn = next;
    },
    close: () => server.shutdown(),
  };
}
