import { later } from "@/components/later.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { pageModel } from "@/lib/client/app/page_model.ts";

/** Props of an island; tests give another model. */
interface QueueProps {
  model?: AppModel;
}

const View = later(async () => (await import("@/views/queue/Queue.tsx")).Queue);

/** What comes next: suggestions of everyone, in order. */
export default function Queue({ model = pageModel() }: QueueProps) {
  return <View model={model} />;
}
