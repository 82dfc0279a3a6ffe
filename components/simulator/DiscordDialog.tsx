import type { ComponentChildren } from "preact";
import { Button } from "../Button.tsx";
import { initialOf } from "./SyncLine.tsx";

interface InviteDialogProps {
  /** Who can be invited: those who are not here. */
  friends: readonly { id: string; name: string }[];
  onInvite: (id: string) => void;
  onClose: () => void;
}

/** Discord's dialog for inviting people to an Activity. */
export function InviteDialog(
  { friends, onInvite, onClose }: InviteDialogProps,
) {
  return (
    <Dialog title="Invite friends to Film club" onClose={onClose}>
      <ul class="discord-friends">
        {friends.map(({ id, name }) => (
          <li key={id}>
            <span class="discord-face" aria-hidden="true">
              {initialOf(name)}
            </span>
            <bdi>{name}</bdi>
            <button
              type="button"
              class="discord-button"
              aria-label={`Invite ${name}`}
              onClick={() => onInvite(id)}
            >
              Invite
            </button>
          </li>
        ))}
        {friends.length === 0 && <li>Everybody is here already.</li>}
      </ul>
    </Dialog>
  );
}

interface ShareDialogProps {
  message: string;
  /** What the link opens, as the Activity asked for it. */
  customId: string | null;
  onCopy: () => void;
  onSend: () => void;
  onClose: () => void;
}

/** Discord's dialog for sharing a link to an Activity. */
export function ShareDialog(props: ShareDialogProps) {
  const { message, customId, onCopy, onSend, onClose } = props;
  return (
    <Dialog title="Share Activity" onClose={onClose}>
      <div class="discord-message">
        <p>
          <bdi>{message}</bdi>
        </p>
        <div class="discord-card">
          <strong>Cowatch</strong>
          <span>
            {customId === null ? "Opens a new room" : "Opens this film"}
          </span>
        </div>
      </div>
      <div class="discord-acts">
        <button type="button" class="discord-button" onClick={onSend}>
          Send to #film-club
        </button>
        <button type="button" class="discord-button" onClick={onCopy}>
          Copy link
        </button>
      </div>
    </Dialog>
  );
}

function Dialog(
  { title, onClose, children }: {
    title: string;
    onClose: () => void;
    children: ComponentChildren;
  },
) {
  return (
    <div class="discord-shade">
      <div
        class="discord-dialog"
        role="dialog"
        aria-label={title}
        onKeyDown={(event) => event.key === "Escape" && onClose()}
      >
        <header>
          <h3>{title}</h3>
          <Button look="quiet" icon="cross" label="Close" onClick={onClose} />
        </header>
        {children}
      </div>
    </div>
  );
}
