import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { fakeRoom } from "../../../tests/support/fake_app_model.ts";
import { startMediaSession } from "./media_session.ts";

/** What the system is told, while `body` runs. */
function withSystem(body: (told: { metadata: unknown }) => void): void {
  const told = { metadata: null, setActionHandler() {} };
  const page = globalThis as { MediaMetadata?: unknown };
  Object.defineProperty(navigator, "mediaSession", {
    value: told,
    configurable: true,
  });
  page.MediaMetadata = class {
    constructor(init: object) {
      Object.assign(this, init);
    }
  };
  try {
    body(told);
  } finally {
    Reflect.deleteProperty(navigator, "mediaSession");
    delete page.MediaMetadata;
  }
}

Deno.test("[W27] the system's controls have the picture that the library shows, or none", () => {
  withSystem((told) => {
    const video = { id: "0_a", title: "T", duration: 60 };
    const thumbnailUrl = "/api/videos/0_a/thumbnail?partner=4321";
    const room = signal(fakeRoom({ video: { ...video, thumbnailUrl } }));
    const stop = startMediaSession({
      room,
      mayControl: signal(true),
      primaryAction: () => null,
      perform() {},
      seekBy() {},
      playNext() {},
      playback: signal({}),
    } as never);
    const artwork = () => (told.metadata as { artwork: unknown }).artwork;
    assertEquals(artwork(), [{ src: thumbnailUrl }]);
    room.value = fakeRoom({ video });
    assertEquals(artwork(), []);
    stop();
  });
});
