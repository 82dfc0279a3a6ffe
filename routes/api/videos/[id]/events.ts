import { readJson } from "@/lib/server/http/body.ts";
import { define } from "@/lib/server/define.ts";
import { answerCaller } from "@/lib/server/auth/caller.ts";
import { readVideoId } from "@/lib/server/videos/query.ts";
import { PlayReport } from "@/lib/shared/video/play_reports.ts";

/** Largest report, bytes. Chosen: a dozen numbers. */
const MAX_BYTES = 2048;

export const handler = define.handlers({
  POST(ctx) {
    const { services } = ctx.state;
    return answerCaller(ctx.req, {
      services,
      answer: async (caller) =>
        services.playReports.take(caller, {
          ...await readJson(ctx.req, {
            schema: PlayReport,
            maxBytes: MAX_BYTES,
          }),
          videoId: readVideoId(ctx.params),
        }),
    });
  },
});
