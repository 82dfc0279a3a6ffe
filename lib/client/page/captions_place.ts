/**
 * Tells the style sheets what they need to know to lift captions over the
 * controls and the bars beside the picture: browsers place them at the lower
 * edge of the element, whatever lies there.
 * @module
 */

/**
 * Keeps `--ratio`, the picture's width by its height, on the page's video; and
 * `data-placed` while a caption on screen has a place of its own, which may be
 * at the top: those are not moved.
 * @returns The disposer.
 * @see SPEC U64
 */
export function watchCaptionsPlace(): () => void {
  const video = document.querySelector<HTMLVideoElement>("video.picture");
  if (!video) return () => {};
  const off = new AbortController();
  const { signal } = off;
  const shape = () => {
    const { videoWidth, videoHeight, style } = video;
    // Sound alone has no shape.
    if (videoWidth === 0 || videoHeight === 0) return;
    style.setProperty("--ratio", String(videoWidth / videoHeight));
  };
  const place = () => {
    const cues = [...video.textTracks]
      .flatMap(({ activeCues }) => [...activeCues ?? []]);
    const isPlaced = cues.some((cue) => "line" in cue && cue.line !== "auto");
    video.toggleAttribute("data-placed", isPlaced);
  };
  const listen = (track: TextTrack | null) =>
    track?.addEventListener("cuechange", place, { signal });
  shape();
  video.addEventListener("resize", shape, { signal });
  for (const track of video.textTracks) listen(track);
  video.textTracks.addEventListener(
    "addtrack",
    (event) => listen(event.track),
    {
      signal,
    },
  );
  return () => off.abort();
}
