import { define } from "@/lib/server/define.ts";
import { health } from "@/lib/server/process/health.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const report = await health(ctx.state.services);
    return Response.json(report, {
      status: report.status === "ok" ? 200 : 503,
    });
  },
});
