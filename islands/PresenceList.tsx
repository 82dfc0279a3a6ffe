import { later } from "@/components/later.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { pageModel } from "@/lib/client/app/page_model.ts";

/** Props of an island; tests give another model. */
interface PresenceListProps {
  model?: AppModel;
}

const View = later(async () =>
  (await import("@/views/people/PresenceList.tsx")).PresenceList
);

/** Who is in the room, who is host, and who has the remote. */
export default function PresenceList(
  { model = pageModel() }: PresenceListProps,
) {
  return <View model={model} />;
}
