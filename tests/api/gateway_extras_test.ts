/** What there is beside the videos behind a gateway: strips, and nothing that only Kaltura's API has. */
import { assertEquals } from "@std/assert";
import { startGateway } from "../support/fakes/fake_gateway.ts";
import { FIELD_PARTNER } from "../support/fakes/field_gateway.ts";
import { createApi } from "./api_server.ts";

Deno.test("[W41] [W46] behind a gateway there are strips of the video's own account, and neither chapters nor collections", async () => {
  const gateway = startGateway("field");
  const api = createApi({ API_GATEWAY_URL: gateway.url });
  try {
    const token = await api.sessionOf("7");
    const get = async (path: string) => {
      const response = await api.call(path, { token });
      return await response.json();
    };
    const { videos: [video] } = await get("/api/videos/search?q=Lecture");
    assertEquals(await get(`/api/videos/${video.id}/extras`), {
      chapters: [],
      preview: {
        url: `/api/videos/${video.id}/preview?partner=${FIELD_PARTNER}`,
        slices: 100,
      },
      reportsPlays: false,
    });
    assertEquals(await get("/api/collections"), { collections: [] });
    const none = await get("/api/videos?collection=playlist:1_a");
    assertEquals(none.code, "unknown_video");
  } finally {
    await api.close();
    await gateway.close();
  }
});
