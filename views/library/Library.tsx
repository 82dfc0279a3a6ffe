import { TabPanel } from "@/components/TabPanel.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { Shelf } from "./Shelf.tsx";

/** `model`: the page's, or a fake one in tests. */
interface LibraryProps {
  model: AppModel;
}

/** The catalogue beside a film. While nothing is on it has the stage instead. */
export function Library({ model }: LibraryProps) {
  const isOpen = model.panel.tab.value === "library";
  return (
    <TabPanel id="library" class="library" isOpen={isOpen}>
      {model.room.current.value?.video && isOpen && <Shelf model={model} />}
    </TabPanel>
  );
}
