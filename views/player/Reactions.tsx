import { Button } from "@/components/Button.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { REACTIONS } from "@/lib/shared/room/reactions.ts";
import { t } from "@/lib/shared/texts.ts";

interface ReactionsProps {
  model: AppModel;
}

const EMOJI: Record<(typeof REACTIONS)[number], string> = {
  heart: "❤️",
  laugh: "😂",
  wow: "😮",
  sad: "😢",
  clap: "👏",
  party: "🎉",
};

/** Reactions over the picture, and the way to send one. @see SPEC U74 */
export function Reactions({ model }: ReactionsProps) {
  const { shown, isOn } = model.reactions;
  return (
    <>
      <div class="reactions-shown" aria-hidden="true">
        {shown.value.map(({ id, kind }) => (
          <span
            key={id}
            class="reaction"
            style={{ insetInlineStart: `${(id * 37) % 80}%` }}
          >
            {EMOJI[kind]}
          </span>
        ))}
      </div>
      <details class="reactions">
        <summary
          class="button button-quiet button-icon"
          aria-label={t().reactions.react}
          title={t().reactions.react}
        >
          <span aria-hidden="true">☺</span>
        </summary>
        <div class="reactions-sheet">
          {REACTIONS.map((kind) => (
            <button
              key={kind}
              type="button"
              class="reaction-button"
              aria-label={t().reactions[kind]}
              onClick={() => model.reactions.react(kind)}
            >
              {EMOJI[kind]}
            </button>
          ))}
          <Button
            look="quiet"
            aria-pressed={!isOn.value}
            onClick={() => model.reactions.setOn(!isOn.peek())}
          >
            {isOn.value ? t().reactions.hide : t().reactions.show}
          </Button>
        </div>
      </details>
    </>
  );
}
