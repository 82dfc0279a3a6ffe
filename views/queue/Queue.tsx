import { useSignal } from "@preact/signals";
import { QueueEntry } from "@/components/queue/QueueEntry.tsx";
import { Button } from "@/components/Button.tsx";
import { TabPanel } from "@/components/TabPanel.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import type { Room } from "@/lib/shared/room/protocol.ts";
import { sortedByVotes, votesIn } from "@/lib/shared/room/votes.ts";
import { t } from "@/lib/shared/texts.ts";

/** `model`: the page's, or a fake one in tests. */
interface QueueProps {
  model: AppModel;
}

/** What comes next: suggestions of everyone, in order. Whoever has the remote drags, or moves by keys. */
export function Queue({ model }: QueueProps) {
  const dragged = useSignal<string | null>(null);
  const room = model.room.current.value;
  const queue = room?.queue ?? [];
  const may = model.room.mayControl.value;
  const me = model.session.me.value;
  const votes = room ? votesIn(room) : new Map<string, number>();
  const { votes: mine = [] } = room?.members.find(({ id }) => id === me?.id) ??
    {};
  const nameOf = (id: string) =>
    model.room.people.value.here.find((person) => person.id === id)
      ?.username ?? t().queue.gone;
  const move = (itemId: string, to: number) => {
    if (to < 0 || to >= queue.length) return;
    model.room.send({ type: "move_item", itemId, to });
  };
  return (
    <TabPanel
      id="queue"
      class="queue"
      isOpen={model.panel.tab.value === "queue"}
    >
      {queue.length === 0
        ? <p class="hint">{t().queue.empty}</p>
        : (
          <div class="queue-head">
            <h2>
              {t().queue.title} <span class="count">{queue.length}</span>
            </h2>
            {room && may && queue.length > 1 && (
              <SortByVotes model={model} room={room} />
            )}
          </div>
        )}
      <ol class="queue-list">
        {queue.map((item, index) => (
          <QueueEntry
            key={item.id}
            item={item}
            by={item.by === me?.id ? null : nameOf(item.by)}
            mayControl={may}
            mayRemove={may || item.by === me?.id}
            place={{ index, of: queue.length }}
            locale={model.discord.locale.value}
            isDragged={dragged.value === item.id}
            onPlay={() =>
              model.room.send({ type: "play_item", itemId: item.id })}
            onMove={(by) => move(item.id, index + by)}
            onRemove={() =>
              model.room.send({ type: "remove_item", itemId: item.id })}
            votes={votes.get(item.id) ?? 0}
            hasVoted={mine.includes(item.id)}
            onVote={(isFor) =>
              model.room.send({ type: "vote", itemId: item.id, isFor })}
            onDrag={(isHeld) => dragged.value = isHeld ? item.id : null}
            onDrop={() => {
              const moved = dragged.peek();
              dragged.value = null;
              if (moved !== null && moved !== item.id) move(moved, index);
            }}
          />
        ))}
      </ol>
    </TabPanel>
  );
}

/** What the votes are for: they move nothing by themselves. @see SPEC Q11 */
function SortByVotes({ model, room }: QueueProps & { room: Room }) {
  const isSorted = sortedByVotes(room)
    .every((item, index) => item === room.queue[index]);
  return (
    <Button
      look="quiet"
      icon="heart"
      aria-disabled={isSorted}
      onClick={() => {
        if (!isSorted) model.room.send({ type: "sort_queue" });
      }}
    >
      {t().queue.sort}
    </Button>
  );
}
