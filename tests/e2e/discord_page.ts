/**
 * The page around an Activity as Discord serves it, for tests: another origin,
 * a frame with Discord's query, and its side of the SDK's protocol.
 * @module
 */
import { castMember } from "@/lib/shared/cast.ts";
import { createDiscordHost } from "@/lib/client/simulator/discord_host.ts";

const query = new URLSearchParams(location.search);
const person = castMember(query.get("person") ?? "");
const instanceId = query.get("instance") ?? "";
const clientId = query.get("client") ?? "";
const frameId = crypto.randomUUID();
if (!person) throw new RangeError("Cannot play a stranger");

const origin = `https://${clientId}.discordsays.com`;
const frame = document.createElement("iframe");
frame.allow = "autoplay; fullscreen";

// Answered by the test, which plays Discord's servers.
const ask = async (path: string, body: unknown) => {
  const response = await fetch(path, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return await response.json();
};

const host = createDiscordHost({
  person,
  instanceId,
  frameId,
  post: (message) => frame.contentWindow?.postMessage(message, origin),
  authorize: async (scopes) =>
    (await ask("/test/authorize", {
      person: person.id,
      instance: instanceId,
      scopes,
    })).code,
  isToken: async (token) =>
    (await ask("/test/token", { token })).id === person.id,
  faults: () => ({
    dropsReady: false,
    refusesConsent: false,
    refusesRpcScopes: true,
    isOld: false,
  }),
  state: () => ({ layoutMode: 0, thermalState: 0, locale: "en-GB" }),
  participants: () => [person],
  voice: () => [person],
  onInvite: () => document.title = "Invite dialog opened",
  onShare: ({ message }) => {
    document.title = `Shared: ${message}`;
    return Promise.resolve({
      success: true,
      didCopyLink: true,
      didSendMessage: false,
    });
  },
  onSay: (text) => document.title = text,
});
addEventListener("message", (event) => {
  if (event.source === frame.contentWindow && event.origin === origin) {
    void host.receive(event.data);
  }
});
frame.src = `${origin}/?${new URLSearchParams({
  instance_id: instanceId,
  location_id: "gc-1-2",
  launch_id: "1",
  referrer_id: "undefined",
  custom_id: "undefined",
  guild_id: "undefined",
  channel_id: "undefined",
  frame_id: frameId,
  platform: "desktop",
})}`;
document.body.append(frame);
