import { useEffect } from "preact/hooks";
import { QueueEntry } from "@/components/QueueEntry.tsx";
import { app } from "@/lib/client/app.ts";
import type { AppModel } from "@/lib/client/app_model.ts";

/** Props of an island; tests give another model. */
export interface QueueProps {
  model?: AppModel;
}

/** What comes next: suggestions of everyone, in order. */
export default function Queue({ model = app }: QueueProps) {
  useEffect(() => model.start(), []);
  const room = model.room.value;
  const queue = room?.queue ?? [];
  const may = model.mayControl.value;
  const me = model.me.value;
  if (!room || queue.length === 0) return null;
  const nameOf = (id: string) =>
    model.people.value.here.find((person) => person.id === id)?.username ??
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
            locale={model.locale.value}
            onPlay={() => model.playItem(item.id)}
            onRaise={() => model.moveItem(item.id, index - 1)}
            onRemove={() => model.removeItem(item.id)}
          />
        ))}
      </ol>
    </section>
  );
}
