import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Avatar } from "@/components/Avatar.tsx";
import { Button } from "@/components/Button.tsx";
import { ControlSwitch } from "@/components/people/ControlSwitch.tsx";
import { Person } from "@/components/people/Person.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { hostOf, statusOf } from "@/lib/shared/room/people.ts";

/** Props of {@linkcode PresenceList}. */
export interface PresenceListProps {
  model: AppModel;
}

/** Who is in the room, who is host, and who has the remote. */
export function PresenceList({ model }: PresenceListProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const room = model.room.current.value;
  const me = model.session.me.value;
  const { here, elsewhere } = model.room.people.value;
  const isHost = room !== null && me !== null && room.host === me.id;

  function handOver(id: string): void {
    // The button goes with the remote; focus stays near.
    title.current?.focus();
    model.room.send({ type: "hand_over", to: id });
  }

  return (
    <section class="people" aria-labelledby="people-title">
      <h2 id="people-title" ref={title} tabIndex={-1}>
        People {here.length > 0 && <span class="count">{here.length}</span>}
        {model.discord.canInvite.value && (
          <Button
            look="quiet"
            class="invite"
            onClick={() => model.discord.invite()}
          >
            Invite
          </Button>
        )}
      </h2>
      {here.length === 0 && (
        <p class="hint">Everyone in the room shows up here.</p>
      )}
      <ul class="people-list">
        {here.map((person) => {
          return (
            <Person
              key={person.id}
              person={person}
              status={statusOf(person, {
                isPlaying: room?.timeline.playing ?? false,
              })}
              isMe={person.id === me?.id}
              locale={model.discord.locale.value}
            >
              {isHost && person.id !== me.id && person.status !== "gone" && (
                <HandOver
                  name={person.username}
                  onHandOver={() => handOver(person.id)}
                />
              )}
            </Person>
          );
        })}
      </ul>
      {elsewhere.length > 0 && (
        <>
          <h3 class="elsewhere-title">In the voice channel</h3>
          <ul class="elsewhere">
            {elsewhere.map((one) => (
              <li class="person" key={one.id}>
                <Avatar
                  id={one.id}
                  username={one.username}
                  avatarUrl={one.avatarUrl}
                  isSpeaking={one.isSpeaking}
                />
                <div class="person-text">
                  <p class="person-name">
                    <bdi title={one.username}>{one.username}</bdi>
                  </p>
                  <p class="person-status">
                    {one.isSpeaking ? "Speaking" : "Not watching"}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {model.volume.canDuck.value && (
        <label class="check">
          <input
            type="checkbox"
            checked={model.volume.isDucking.value}
            onChange={(event) =>
              model.volume.setDucking(event.currentTarget.checked)}
          />
          Duck audio when people talk
        </label>
      )}
      {room && (
        <ControlSwitch
          control={room.settings.control}
          hostName={hostOf(room)?.username ?? null}
          isHost={isHost}
          onPick={(control) =>
            model.room.send({ type: "set_control", control })}
          waitForAll={room.settings.waitForAll}
          onWait={(waitForAll) =>
            model.room.send({ type: "set_wait", waitForAll })}
        />
      )}
    </section>
  );
}

interface HandOverProps {
  name: string;
  onHandOver: () => void;
}

/** Makes somebody host, after a second thought; focus follows the question. */
function HandOver({ name, onHandOver }: HandOverProps) {
  const box = useRef<HTMLSpanElement>(null);
  const isAsking = useSignal(false);
  const wasAsking = useRef(false);
  useEffect(() => {
    if (isAsking.value !== wasAsking.current) {
      box.current?.querySelector("button")?.focus();
    }
    wasAsking.current = isAsking.value;
  }, [isAsking.value]);
  return (
    <span
      class={isAsking.value ? "confirm" : undefined}
      ref={box}
      onKeyDown={(event) => {
        if (event.key === "Escape") isAsking.value = false;
      }}
    >
      {isAsking.value
        ? (
          <>
            <Button look="primary" onClick={onHandOver}>
              Yes, make <bdi>{name}</bdi> host
            </Button>
            <Button look="quiet" onClick={() => isAsking.value = false}>
              Cancel
            </Button>
          </>
        )
        : (
          <Button look="quiet" onClick={() => isAsking.value = true}>
            Make host<span class="hidden">: {name}</span>
          </Button>
        )}
    </span>
  );
}
