import { Button } from "@/components/Button.tsx";
import { Picture } from "@/components/Picture.tsx";
import { withElements } from "@/components/with_elements.ts";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { formatDay, formatTime } from "@/lib/shared/format.ts";
import { t } from "@/lib/shared/texts.ts";

interface ResumeCardProps {
  model: AppModel;
}

/** The film that was left here: goes on for everyone, or is forgotten. Nothing where there is none. @see SPEC U77 */
export function ResumeCard({ model }: ResumeCardProps) {
  const resume = model.later.value?.resume;
  const left = resume?.offer.value;
  if (!resume || !left) return null;
  const locale = model.discord.locale.value;
  const day = formatDay(new Date(left.leftAtMs).toISOString(), locale);
  return (
    <section class="resume" aria-label={t().resume.label}>
      <span class="card-picture">
        <Picture kind="video" url={left.thumbnailUrl} />
      </span>
      <div class="resume-text">
        <p class="resume-title">
          {withElements(t().resume.goOnWith, {
            title: <bdi>{left.title}</bdi>,
            time: <bdi>{formatTime(left.position, locale)}</bdi>,
          })}
        </p>
        <p class="card-facts">
          {withElements(t().resume.left, { day: <bdi>{day}</bdi> })}
        </p>
        <div class="resume-ways">
          <Button look="primary" icon="play" onClick={resume.goOn}>
            {t().resume.goOn}
          </Button>
          <Button look="quiet" onClick={resume.dismiss}>
            {t().resume.forget}
          </Button>
        </div>
      </div>
    </section>
  );
}
