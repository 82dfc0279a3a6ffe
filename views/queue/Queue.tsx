import { QueueEntry } from "@/components/queue/QueueEntry.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";

/** Props of {@linkcode Queue}. */
export interface QueueProps {
  model: AppModel;
}

/** What comes next: suggestions of everyone, in order. */
export function Queue({ model }: QueueProps) {
  const room = model.room.current.value;
  const queue = room?.queue ?? [];
  const may = model.room.mayControl.value;
  const me = model.session.me.value;
  if (!room || queue.length === 0) return null;
  const nameOf = (id: string) =>
    model.room.people.value.here.find((person) => person.id === id)?.username ??
      "somebody who left";
  return (
    <section class="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">
        Up next <span class="count">{queue.length}</span>
      </h2>
      <ol class="queue-list">
        {queue.map((item, index) => (
          <QueueEntry
            key={item.id}
            item={item}
            by={item.by === me?.id ? "you" : nameOf(item.by)}
            mayControl={may}
            mayRemove={may || item.by === me?.id}
            isFirst={index === 0}
            locale={model.discord.locale.value}
            onPlay={() =>
              model.room.send({ type: "play_item", itemId: item.id })}
            onRaise={() =>
              model.room.send({
                type: "move_item",
                itemId: item.id,
                to: index - 1,
              })}
            onRemove={() =>
              model.room.send({ type: "remove_item", itemId: item.id })}
          />
        ))}
      </ol>
    </section>
  );
}
