import { later } from "@/components/later.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { pageModel } from "@/lib/client/app/page_model.ts";

/** Props of an island; tests give another model. */
interface LibraryProps {
  model?: AppModel;
}

const View = later(async () =>
  (await import("@/views/library/Library.tsx")).Library
);

/** The catalogue: look for a video, pick one for the room. */
export default function Library({ model = pageModel() }: LibraryProps) {
  return <View model={model} />;
}
