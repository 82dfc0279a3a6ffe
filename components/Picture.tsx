import type { Entry } from "../lib/shared/video/video_length.ts";
import { hideBroken } from "./hide_broken.ts";
import { Icon, type IconName } from "./Icon.tsx";

interface PictureProps {
  kind: Entry["kind"];
  url: string | undefined;
}

const ICONS: Record<NonNullable<Entry["kind"]>, IconName> = {
  video: "film",
  audio: "note",
  live: "broadcast",
};

/** What an entry is, drawn; the catalogue's picture lies over it, where it has one that loads. Decorative. */
export function Picture({ kind = "video", url }: PictureProps) {
  return (
    <>
      <Icon name={ICONS[kind]} />
      {url && (
        <img key={url} src={url} alt="" loading="lazy" onError={hideBroken} />
      )}
    </>
  );
}
