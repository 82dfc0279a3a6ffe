import { signal } from "@preact/signals";
import { assertEquals } from "@std/assert";
import { createPanel } from "./panel.ts";

function panelOn(widthPx: number) {
  const hasVideo = signal(false);
  const panel = createPanel({ hasVideo, widthPx: () => widthPx });
  return { panel, hasVideo };
}

Deno.test("[U50] the panel is open while nothing is on, and goes when a film begins", () => {
  const { panel, hasVideo } = panelOn(1399);
  assertEquals(panel.isOpen.value, true);
  hasVideo.value = true;
  assertEquals(panel.isOpen.value, false);
  hasVideo.value = false;
  assertEquals(panel.isOpen.value, true);
});

Deno.test("[U50] where there is room beside the film the panel stays", () => {
  const { panel, hasVideo } = panelOn(1400);
  hasVideo.value = true;
  assertEquals(panel.isOpen.value, true);
});

Deno.test("[U50] what the person chose stays, whatever is on", () => {
  const { panel, hasVideo } = panelOn(1280);
  hasVideo.value = true;
  panel.toggle();
  assertEquals(panel.isOpen.value, true);
  hasVideo.value = false;
  hasVideo.value = true;
  assertEquals(panel.isOpen.value, true);
  panel.toggle();
  hasVideo.value = false;
  assertEquals(panel.isOpen.value, false);
});
