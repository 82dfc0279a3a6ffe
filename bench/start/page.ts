/**
 * Runs inside the browser: our player behind a button, loaded as the app loads
 * it, each part when it is needed.
 * @module
 */
import "../../tests/support/english.ts";
import { createEnginePlayer } from "../../lib/client/watching/engine_player.ts";
import { firstFrame, type StartAddresses } from "./first_frame.ts";

const video = document.querySelector("video")!;
const player = createEnginePlayer(video);
const query = new URLSearchParams(location.search);

document.querySelector("button")!.addEventListener("click", async () => {
  const shown = firstFrame();
  const response = await fetch("/play");
  const found: StartAddresses = await response.json();
  await player.load({
    ...found,
    videoId: "0_plain",
    startAt: 0,
    engine: query.get("engine") === "playkit" ? "playkit" : "hls",
  });
  void player.play();
  await shown;
});
