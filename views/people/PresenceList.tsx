import { Avatar } from "@/components/Avatar.tsx";
import { Button } from "@/components/Button.tsx";
import { Person } from "@/components/people/Person.tsx";
import { PersonMenu } from "@/components/people/PersonMenu.tsx";
import { RemoteSettings } from "@/components/people/RemoteSettings.tsx";
import { TabPanel } from "@/components/TabPanel.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { isCohost } from "@/lib/shared/room/permissions.ts";
import { hostOf, statusOf } from "@/lib/shared/room/people.ts";
import { t } from "@/lib/shared/texts.ts";

import { AskBack } from "./AskBack.tsx";
import { Visits } from "./Visits.tsx";

/** `model`: the page's, or a fake one in tests. */
interface PresenceListProps {
  model: AppModel;
}

/** Who is in the room, who is host, and who has the remote. */
export function PresenceList({ model }: PresenceListProps) {
  const room = model.room.current.value;
  const me = model.session.me.value;
  const { here } = model.room.people.value;
  const isHost = room !== null && me !== null && room.host === me.id;
  const { lastAction } = model.room;
  const hasAsked = lastAction.value?.kind === "ask_remote" &&
    lastAction.value.by === me?.id;

  return (
    <TabPanel
      id="people"
      class="people"
      isOpen={model.panel.tab.value === "people"}
    >
      {room && (
        <RemoteSettings
          control={room.settings.control}
          hostName={hostOf(room)?.username ?? null}
          isHost={isHost}
          hasAsked={hasAsked}
          isCohost={me !== null && isCohost(room, me.id)}
          onAsk={() => model.room.send({ type: "ask_remote" })}
          onPick={(control) =>
            model.room.send({ type: "set_control", control })}
          waitForAll={room.settings.waitForAll}
          onWait={(waitForAll) =>
            model.room.send({ type: "set_wait", waitForAll })}
        />
      )}
      {here.length === 0 && <p class="hint">{t().people.everyone}</p>}
      <ul class="people-list">
        {here.map((person) => (
          <Person
            key={person.id}
            person={person}
            status={statusOf(person, {
              isPlaying: room?.timeline.playing ?? false,
            })}
            isMe={person.id === me?.id}
            isCohost={room !== null && isCohost(room, person.id)}
            locale={model.discord.locale.value}
          >
            {isHost && person.id !== me.id && person.status !== "gone" && (
              <PersonMenu
                name={person.username}
                isCohost={isCohost(room, person.id)}
                onRemote={(has) =>
                  model.room.send({
                    type: has ? "share_remote" : "take_remote",
                    memberId: person.id,
                  })}
                onMakeHost={() =>
                  model.room.send({ type: "hand_over", to: person.id })}
                onRemove={() =>
                  model.room.send({
                    type: "remove_member",
                    memberId: person.id,
                  })}
              />
            )}
          </Person>
        ))}
      </ul>
      <Elsewhere model={model} />
      <Visits model={model} />
      <div class="panel-end">
        <AskBack model={model} />
        {model.discord.canInvite.value && (
          <Button
            look="quiet"
            class="invite"
            icon="plus"
            onClick={() => model.discord.invite()}
          >
            {t().people.invite}
          </Button>
        )}
        {model.volume.canDuck.value && (
          <label class="check">
            <input
              type="checkbox"
              checked={model.volume.isDucking.value}
              onChange={(event) =>
                model.volume.setDucking(event.currentTarget.checked)}
            />
            {t().people.duck}
          </label>
        )}
      </div>
    </TabPanel>
  );
}

/** Those in the voice channel who have not opened the Activity. */
function Elsewhere({ model }: PresenceListProps) {
  const { elsewhere } = model.room.people.value;
  if (elsewhere.length === 0) return null;
  return (
    <>
      <h3 class="elsewhere-title">{t().people.inVoice}</h3>
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
                {one.isSpeaking ? t().people.speaking : t().people.notWatching}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
