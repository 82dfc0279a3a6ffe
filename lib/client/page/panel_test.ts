import { assertEquals } from "@std/assert";
import { createPanel, type PanelState } from "./panel.ts";

function panelOn(widthPx: number) {
  const told: PanelState[] = [];
  const panel = createPanel({
    widthPx: () => widthPx,
    tell: (state) => told.push(state),
  });
  return { panel, told };
}

Deno.test("[U50] the panel is open while nothing is on, and goes when a film begins", () => {
  const { panel, told } = panelOn(1280);
  panel.show(false);
  panel.show(true);
  assertEquals(panel.state, "closed");
  panel.show(false);
  assertEquals(told, ["open", "open", "closed", "open"]);
});

Deno.test("[U50] where there is room beside the film the panel stays", () => {
  const { panel } = panelOn(1400);
  panel.show(true);
  assertEquals(panel.state, "open");
});

Deno.test("[U50] what the person chose stays, whatever is on", () => {
  const { panel } = panelOn(1280);
  panel.show(true);
  panel.toggle();
  assertEquals(panel.state, "open");
  panel.show(false);
  panel.show(true);
  assertEquals(panel.state, "open");
  panel.toggle();
  panel.show(false);
  assertEquals(panel.state, "closed");
});
