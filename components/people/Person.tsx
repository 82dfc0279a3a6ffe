import type { ComponentChildren } from "preact";
import type { MemberStatus } from "../../lib/shared/room/people.ts";
import type { UserPresence } from "../../lib/shared/room/presence.ts";
import { t } from "../../lib/shared/texts.ts";
import { Avatar } from "../Avatar.tsx";
import { Icon, type IconName } from "../Icon.tsx";
import { NetworkIndicator } from "./NetworkIndicator.tsx";
import { PlaybackIndicator } from "./PlaybackIndicator.tsx";

interface PersonProps {
  person: UserPresence;
  status: MemberStatus;
  isMe: boolean;
  /** Whether they have the remote beside the host. */
  isCohost: boolean;
  /** How times are written. */
  locale: string;
  /** What can be done with them. */
  children?: ComponentChildren;
}

const ICONS: Record<MemberStatus["kind"], IconName> = {
  watching: "eye",
  behind: "chase",
  loading: "spinner",
  failed: "alert",
  paused: "pause",
  other: "film",
  background: "window",
  away: "moon",
  gone: "cut",
};

/** One person of the room: picture, name, badges, how they are doing. */
export function Person(
  { person, status, isMe, isCohost, locale, children }: PersonProps,
) {
  const { id, username, avatarUrl, isHost, isSpeaking } = person;
  return (
    <li class={`person person-${status.kind} user-status-${person.status}`}>
      <Avatar
        id={id}
        username={username}
        avatarUrl={avatarUrl}
        isSpeaking={isSpeaking}
      />
      <div class="person-text">
        <p class="person-name">
          <bdi title={username}>{username}</bdi>
          {isMe && <span class="you">{t().people.me}</span>}
          {(isHost || isCohost) && (
            <span class={`badge ${isHost ? "host-badge" : "cohost-badge"}`}>
              <Icon name={isHost ? "star" : "plus"} />{" "}
              {isHost ? t().people.host : t().people.cohost}
            </span>
          )}
        </p>
        <p class="person-status">
          <span class="status-indicator">
            <Icon name={ICONS[status.kind]} />
            {status.word}
          </span>
          {isSpeaking && (
            <span class="person-talks">· {t().people.speaking}</span>
          )}
          {person.playbackState && status.kind !== "failed" && (
            <PlaybackIndicator state={person.playbackState} locale={locale} />
          )}
          <NetworkIndicator
            quality={person.status === "gone" ? null : person.networkQuality}
          />
        </p>
      </div>
      {children}
    </li>
  );
}
