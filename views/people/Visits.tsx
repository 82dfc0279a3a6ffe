import type { AppModel } from "@/lib/client/model/app_model.ts";
import { withElements } from "@/components/with_elements.ts";
import { formatMoment } from "@/lib/shared/format.ts";
import { t } from "@/lib/shared/texts.ts";

/** Who came and went since this page is here, folded; what is new in it is said elsewhere, once. @see SPEC U83 */
export function Visits({ model }: { model: AppModel }) {
  const visits = model.later.value?.visits.list.value ?? [];
  const locale = model.discord.locale.value;
  if (visits.length === 0) return null;
  return (
    <details class="visits">
      <summary>{t().people.visits}</summary>
      <ol>
        {visits.map(({ key, kind, name, atMs }) => (
          <li key={key}>
            <time>{formatMoment(atMs / 1000, locale)}</time>
            <span>
              {withElements(t().visits[kind], { name: <bdi>{name}</bdi> })}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
