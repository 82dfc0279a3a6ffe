import type { AppModel } from "@/lib/client/model/app_model.ts";
import { t } from "@/lib/shared/texts.ts";
import { ResumeCard } from "./ResumeCard.tsx";
import { Shelf } from "./Shelf.tsx";

interface BrowseProps {
  model: AppModel;
}

/** Nothing is on: the stage is the library. @see SPEC U68 */
export function Browse({ model }: BrowseProps) {
  return (
    <div class="browse library">
      <div class="browse-head" role="status">
        <h1>{t().library.nothingOn}</h1>
        <p>
          {model.room.mayControl.value
            ? t().library.pickOne
            : t().library.hostPicks}
        </p>
      </div>
      <ResumeCard model={model} />
      <Shelf model={model} />
    </div>
  );
}
