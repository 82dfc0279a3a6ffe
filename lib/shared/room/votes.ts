/**
 * Votes for what waits in the queue, as its members carry them: the rule that
 * the room sorts by, and that pages count by.
 * @module
 */
import type { Member, QueueItem, Room } from "./room.ts";

/** What votes are told from. */
type Voting = Pick<Room, "queue"> & {
  members: readonly Pick<Member, "votes">[];
};

/** Votes of everything that waits, by the item's id. What has left the queue has none, and neither has who left the room. @see SPEC Q9, Q10 */
export function votesIn({ queue, members }: Voting): Map<string, number> {
  const counts = new Map(queue.map(({ id }) => [id, 0]));
  for (const { votes = [] } of members) {
    for (const id of votes) {
      const count = counts.get(id);
      if (count !== undefined) counts.set(id, count + 1);
    }
  }
  return counts;
}

/** The queue with the most votes first; of equals, whatever was before stays before. @see SPEC Q11 */
export function sortedByVotes(voting: Voting): QueueItem[] {
  const counts = votesIn(voting);
  const votesFor = ({ id }: QueueItem) => counts.get(id) ?? 0;
  return voting.queue.toSorted((one, other) => votesFor(other) - votesFor(one));
}
