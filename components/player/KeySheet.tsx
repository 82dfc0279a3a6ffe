import { t } from "../../lib/shared/texts.ts";

/** Keys and what they do, in the order of the sheet. */
const KEYS = [
  ["Space", "k", "toggle"],
  ["←", "→", "step"],
  ["j", "l", "leap"],
  [",", ".", "frame"],
  ["0", "9", "part"],
  ["<", ">", "rate"],
  ["↑", "↓", "volume"],
  ["m", null, "mute"],
  ["c", null, "captions"],
  ["f", null, "fullscreen"],
  ["i", null, "pictureInPicture"],
  ["]", null, "panel"],
  ["/", null, "search"],
  ["?", null, "help"],
] as const;

/** All keys, on a sheet. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <dialog
      class="keys"
      ref={(dialog) => {
        if (dialog && !dialog.open) dialog.showModal();
      }}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
      aria-labelledby="keys-title"
    >
      <h2 id="keys-title">{t().keys.title}</h2>
      <dl>
        {KEYS.map(([one, other, what]) => (
          <div key={what}>
            <dt>
              <kbd>{one}</kbd>
              {other && <kbd>{other}</kbd>}
            </dt>
            <dd>{t().keys[what]}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="button button-plain">
          {t().keys.close}
        </button>
      </form>
    </dialog>
  );
}
