import { Avatar } from "../Avatar.tsx";

/** Faces that are shown; the others are counted. Chosen: a row beside a title. */
const MOST = 5;

interface FacesProps {
  people: readonly {
    id: string;
    username: string;
    avatarUrl: string | null;
    isSpeaking?: boolean;
  }[];
}

/** Who watches, over the film. Decorative: the panel lists them by name. */
export function Faces({ people }: FacesProps) {
  // Who speaks is never among those who are only counted.
  const shown = [...people]
    .sort((a, b) => Number(b.isSpeaking ?? 0) - Number(a.isSpeaking ?? 0))
    .slice(0, MOST);
  const more = people.length - shown.length;
  return (
    <div class="faces" aria-hidden="true">
      {shown.map(({ id, username, avatarUrl, isSpeaking }) => (
        <Avatar
          key={id}
          id={id}
          username={username}
          avatarUrl={avatarUrl}
          isSpeaking={isSpeaking ?? false}
        />
      ))}
      {more > 0 && <span class="faces-more">+{more}</span>}
    </div>
  );
}
