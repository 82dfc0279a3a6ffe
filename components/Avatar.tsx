import { hideBroken } from "./hide_broken.ts";

/** How many tints there are for people without a picture. */
const TINTS = 6;

interface AvatarProps {
  id: string;
  username: string;
  avatarUrl: string | null;
  /** Puts the ring of somebody who speaks around it. */
  isSpeaking?: boolean;
}

/** A person's picture over their initial, which shows when there is no picture. Decorative: the name stands beside it. */
export function Avatar(
  { id, username, avatarUrl, isSpeaking = false }: AvatarProps,
) {
  const [initial = "?"] = username.trim();
  return (
    <span
      class={`avatar tint-${tintOf(id)}${isSpeaking ? " avatar-speaking" : ""}`}
      aria-hidden="true"
    >
      {initial.toUpperCase()}
      {avatarUrl && (
        <img
          key={avatarUrl}
          src={avatarUrl}
          alt=""
          loading="lazy"
          onError={hideBroken}
        />
      )}
    </span>
  );
}

function tintOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return sum % TINTS;
}
