/**
 * A bare relay, what the hub is measured by: it parses what comes, sends the
 * same kinds of messages of the same sizes to the same sockets, and does
 * nothing else. No rules, no store, no bounds.
 * @module
 */

interface Member {
  socket: WebSocket;
  id: string;
}

interface Room {
  members: Set<Member>;
  rev: number;
  /** Reports since the last second, by member. */
  reports: Record<string, unknown>;
}

const rooms = new Map<string, Room>();

function roomOf(id: string): Room {
  let room = rooms.get(id);
  if (!room) rooms.set(id, room = { members: new Set(), rev: 0, reports: {} });
  return room;
}

function sendAll(room: Room, text: string): void {
  for (const { socket } of room.members) socket.send(text);
}

/** As large as a change of the timeline is for the hub. */
function patchOf(room: Room, position: number): string {
  const at = Date.now() + 150;
  return JSON.stringify({
    type: "patch",
    epoch: "6f1c5c2e-7a43-4d1c-9a55-2a8e0f0b1b7d",
    from: room.rev,
    rev: ++room.rev,
    patch: {
      timeline: {
        videoId: "0_v1",
        playing: false,
        position,
        rate: 1,
        at,
        by: "900000000000000001",
      },
      lastAction: {
        by: "900000000000000001",
        username: "Person 1",
        kind: "seek",
        rev: room.rev,
      },
    },
  });
}

function receive(room: Room, member: Member, text: string): void {
  const message = JSON.parse(text);
  if (message.type === "command") {
    const position = message.command.position ?? 0;
    sendAll(room, patchOf(room, position));
    member.socket.send(
      `{"type":"ack","id":"${message.id}","epoch":"e","rev":${room.rev}}`,
    );
  } else if (message.type === "ping") {
    const t1 = Date.now();
    member.socket.send(
      JSON.stringify({ type: "pong", t0: message.t0, t1, t2: t1 }),
    );
  } else if (message.type === "report") {
    room.reports[member.id] = message.report;
  }
}

setInterval(() => {
  for (const room of rooms.values()) {
    if (Object.keys(room.reports).length === 0) continue;
    sendAll(room, JSON.stringify({ type: "presence", presence: room.reports }));
    room.reports = {};
  }
}, 1000);

Deno.serve({
  hostname: "127.0.0.1",
  port: Number(Deno.args[0] ?? 0),
  onListen() {},
}, (request) => {
  const url = new URL(request.url);
  if (url.pathname !== "/relay") return new Response("ok");
  const { socket, response } = Deno.upgradeWebSocket(request);
  const room = roomOf(url.searchParams.get("room") ?? "");
  const member = { socket, id: url.searchParams.get("member") ?? "" };
  socket.onopen = () => {
    room.members.add(member);
    const members = [...room.members].map(({ id }) => ({
      id,
      username: "Person",
      avatarUrl: null,
      joinedAt: 0,
      goneAt: null,
      isHidden: false,
    }));
    socket.send(JSON.stringify({ type: "welcome", room: { members } }));
  };
  socket.onmessage = ({ data }) => receive(room, member, data);
  socket.onclose = () => room.members.delete(member);
  socket.onerror = () => room.members.delete(member);
  return response;
});
