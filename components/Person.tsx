import type { ComponentChildren } from "preact";
import type { MemberStatus } from "../lib/shared/people.ts";
import type { Member } from "../lib/shared/protocol.ts";
import { Avatar } from "./Avatar.tsx";
import { Icon, type IconName } from "./Icon.tsx";

/** Props of {@linkcode Person}. */
export interface PersonProps {
  member: Member;
  status: MemberStatus;
  isHost: boolean;
  isMe: boolean;
  /** Whether their connection is poor. */
  isWeak: boolean;
  /** What can be done with them. */
  children?: ComponentChildren;
}

const ICONS: Record<MemberStatus["kind"], IconName> = {
  watching: "eye",
  loading: "spinner",
  background: "window",
  away: "moon",
  gone: "cut",
};

/** One person of the room: picture, name, badges, how they are doing. */
export function Person(
  { member, status, isHost, isMe, isWeak, children }: PersonProps,
) {
  return (
    <li class={`person person-${status.kind}`}>
      <Avatar
        id={member.id}
        username={member.username}
        avatarUrl={member.avatarUrl}
      />
      <div class="person-text">
        <p class="person-name">
          <bdi title={member.username}>{member.username}</bdi>
          {isMe && <span class="you">(you)</span>}
          {isHost && (
            <span class="badge">
              <Icon name="star" /> Host
            </span>
          )}
        </p>
        <p class="person-status">
          <Icon name={ICONS[status.kind]} />
          {status.word}
          {isWeak && (
            <span class="person-weak">
              <Icon name="weak" /> Poor connection
            </span>
          )}
        </p>
      </div>
      {children}
    </li>
  );
}
