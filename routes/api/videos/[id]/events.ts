import { define } from "@/lib/server/define.ts";
import { readJson } from "@/lib/server/http/body.ts";
import { readVideoId } from "@/lib/server/videos/query.ts";
import { PlayReport } from "@/lib/shared/video/play_reports.ts";

/** Largest report, bytes. Chosen: a dozen numbers. */
const MAX_BYTES = 2048;

export const handler = define.handlers({
  async POST({ req, params, state: { caller, services } }) {
    const by = await caller();
    const report = await readJson(req, {
      schema: PlayReport,
      maxBytes: MAX_BYTES,
    });
    const videoId = readVideoId(params);
    return Response.json(
      await services.playReports.take(by, { ...report, videoId }),
    );
  },
});
