import { requireSession } from "@/lib/server/auth/require_session.ts";
import { define } from "@/lib/server/define.ts";
import { readTicketRequest } from "@/lib/server/room_entry.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { services } = ctx.state;
    const session = await requireSession(ctx.req, services.sessions);
    const { user, instanceId } = session;
    services.quotas.tickets.take(user.id);
    services.quotas.rooms.visit(user.id, instanceId);
    await services.signIn.requirePresence(session);
    await services.hub.admit(instanceId, user.id);
    const { snapshot, creator_id: creatorId } = await readTicketRequest(
      ctx.req,
    );
    // Here and not with the ticket: what is of use is known at once, and the rest is not kept.
    if (snapshot) await services.hub.offer(session.instanceId, snapshot);
    const ticket = await services.tickets.issue({ session, creatorId });
    return Response.json({ ticket });
  },
});
