import { page } from "fresh";
import { Explain } from "@/components/Explain.tsx";
import { Shell } from "@/components/Shell.tsx";
import Library from "@/islands/Library.tsx";
import PanelTabs from "@/islands/PanelTabs.tsx";
import Player from "@/islands/Player.tsx";
import PresenceList from "@/islands/PresenceList.tsx";
import Queue from "@/islands/Queue.tsx";
import SyncStatus from "@/islands/SyncStatus.tsx";
import { define } from "@/lib/server/define.ts";

export const handler = define.handlers({
  GET(ctx) {
    const isOutside = !ctx.url.searchParams.has("frame_id");
    const { mode } = ctx.state.services.config;
    return isOutside && mode === "development"
      ? ctx.redirect("/simulator")
      : page();
  },
});

export default define.page<typeof handler>((ctx) => {
  const { discord: { clientId }, roomMaxMembers, version } =
    ctx.state.services.config;
  if (!ctx.url.searchParams.has("frame_id")) {
    return <Explain clientId={clientId} />;
  }
  return (
    <Shell
      clientId={clientId}
      player={<Player clientId={clientId} maxMembers={roomMaxMembers} />}
      status={<SyncStatus version={version} />}
      tabs={<PanelTabs />}
      people={<PresenceList />}
      queue={<Queue />}
      library={<Library />}
    />
  );
});
