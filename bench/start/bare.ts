/**
 * Runs inside the browser: the plainest page there is, hls.js with its
 * defaults on the CDN's own manifest.
 * @module
 */
import Hls from "hls.js";
import { firstFrame, type StartAddresses } from "./first_frame.ts";

const video = document.querySelector("video")!;

document.querySelector("button")!.addEventListener("click", async () => {
  const shown = firstFrame();
  const source = new URLSearchParams(location.search).get("src");
  let url = source;
  if (url === null) {
    const response = await fetch("/play");
    const found: StartAddresses = await response.json();
    url = found.direct;
  }
  const hls = new Hls({ enableWorker: false });
  hls.loadSource(url);
  hls.attachMedia(video);
  void video.play();
  await shown;
});
