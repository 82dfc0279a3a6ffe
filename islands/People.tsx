import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import { ControlSwitch } from "@/components/ControlSwitch.tsx";
import { Person } from "@/components/Person.tsx";
import { app } from "@/lib/client/app.ts";
import type { AppModel } from "@/lib/client/app_model.ts";
import { hostOf, statusOf } from "@/lib/shared/people.ts";

/** Props of an island; tests give another model. */
export interface PeopleProps {
  model?: AppModel;
}

/** Who is in the room, who is host, and who has the remote. */
export default function People({ model = app }: PeopleProps) {
  /** Id of the member whom the host is about to make host. */
  const heir = useSignal<string | null>(null);
  useEffect(() => model.start(), []);
  const room = model.room.value;
  const me = model.me.value;
  const members = room?.members ?? [];
  const isHost = room !== null && me !== null && room.host === me.id;

  function handOver(id: string): void {
    heir.value = null;
    model.handOver(id);
  }

  return (
    <section class="people" aria-labelledby="people-title">
      <h2 id="people-title">
        People{" "}
        {members.length > 0 && <span class="count">{members.length}</span>}
      </h2>
      {members.length === 0 && (
        <p class="hint">Everyone in the room shows up here.</p>
      )}
      <ul class="people-list">
        {members.map((member) => {
          const report = model.presence.value[member.id];
          return (
            <Person
              key={member.id}
              member={member}
              status={statusOf(member, report)}
              isHost={member.id === room?.host}
              isMe={member.id === me?.id}
              isWeak={report?.networkQuality === "poor"}
            >
              {isHost && member.id !== me.id && member.goneAt === null && (
                heir.value === member.id
                  ? (
                    <span class="confirm">
                      <Button
                        look="primary"
                        onClick={() => handOver(member.id)}
                      >
                        Yes, hand over
                      </Button>
                      <Button look="quiet" onClick={() => heir.value = null}>
                        Cancel
                      </Button>
                    </span>
                  )
                  : (
                    <Button look="quiet" onClick={() => heir.value = member.id}>
                      Make host<span class="hidden">: {member.username}</span>
                    </Button>
                  )
              )}
            </Person>
          );
        })}
      </ul>
      {room && (
        <ControlSwitch
          control={room.settings.control}
          hostName={hostOf(room)?.username ?? null}
          isHost={isHost}
          onPick={(control) => model.setControl(control)}
        />
      )}
    </section>
  );
}
