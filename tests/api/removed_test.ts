/** A person who was sent out of a room gets no ticket to it, whatever session they bring. */
import { assertEquals } from "@std/assert";
import { createRoom } from "@/lib/room/document/document.ts";
import { createApi } from "./api_server.ts";

Deno.test("[R94] a person who was removed gets no ticket, by an old session or a new one; others do", async () => {
  const api = createApi({});
  await api.store.update("i", () => ({
    ...createRoom("i", "e"),
    removed: [{
      id: "1",
      by: "Ada",
      untilMs: api.store.nowMs() + 90_000,
    }],
  }));
  const ask = async (id: string, instance = "i") => {
    const token = await api.sessionOf(id, undefined, instance);
    return await api.call("/api/room/ticket", { token, method: "POST" });
  };
  for (let session = 0; session < 2; session++) {
    const refused = await ask("1");
    assertEquals(refused.status, 403);
    assertEquals(refused.headers.get("retry-after"), "90");
    const { code, error } = await refused.json();
    assertEquals(code, "removed");
    assertEquals(
      error,
      "Ada removed you from this room. You can come back in 2 minutes.",
    );
  }
  for (const [id, instance] of [["2", "i"], ["1", "other"]] as const) {
    const granted = await ask(id, instance);
    assertEquals(granted.status, 200, `${id} in ${instance}`);
    await granted.body?.cancel();
  }
  await api.close();
});
