import { Avatar } from "../Avatar.tsx";

interface SyncHeadsProps {
  /** Where the room is, from 0 to 1. */
  at: number;
  /** How many are there with it. */
  together: number;
  /** Who is not, and how far from it, px. */
  apart: readonly {
    person: { id: string; username: string; avatarUrl: string | null };
    offsetPx: number;
  }[];
  /** What is told when it is pointed at; empty: nothing. */
  words: string;
}

/** Everybody's place on the scrub bar: one glowing head, and those who are not with it. Decorative: the status says it in words. */
export function SyncHeads({ at, together, apart, words }: SyncHeadsProps) {
  const isLocked = together > 1 && apart.length === 0;
  return (
    <span
      class="heads"
      data-locked={isLocked}
      style={{ "--at": String(at) }}
      aria-hidden="true"
    >
      {/* Drawn again when the room locks, so that it pulses once. */}
      <span class="heads-room" key={String(isLocked)} />
      {apart.map(({ person, offsetPx }) => (
        <span
          key={person.id}
          class="head"
          style={{ "--off": `${offsetPx}px` }}
        >
          <Avatar {...person} />
        </span>
      ))}
      {words !== "" && <span class="heads-words">{words}</span>}
    </span>
  );
}
