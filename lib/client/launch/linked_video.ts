/**
 * What the link says by which somebody came: a share link of ours, or a
 * button of a bot. All of it is untrusted: it names what is offered, and never
 * who somebody is.
 * @module
 */
import * as v from "valibot";
import { DiscordId } from "../../shared/discord_id.ts";
import { VideoId } from "../../shared/video/video.ts";

/** What a link asks for; `null`: nothing of the kind. */
export interface Link {
  videoId: string | null;
  /** The person who asked a bot for the link. */
  creatorId: string | null;
}

/** Prefix of the word in our own share links, so that others can follow later. */
export const OWN_PREFIX = "v_";
/** Prefix of the word in a bot's buttons. */
const BOT_PREFIX = "discord_activity_";
/** Longest metadata that is read, characters. Chosen: addresses end about there. */
const MAX_METADATA_LENGTH = 2000;

const Metadata = v.object({
  videoId: v.fallback(v.nullish(VideoId), null),
  creatorId: v.fallback(v.nullish(DiscordId), null),
});

/** Reads a link. What it says beside, or in a form that is none, is nothing. @see SPEC P19 */
export function readLink(
  { metadata, customId }: { metadata: string | null; customId: string | null },
): Link {
  const { videoId, creatorId } = readMetadata(metadata ?? "");
  return {
    videoId: videoId ?? videoOfCustomId(customId ?? ""),
    creatorId: creatorId ?? null,
  };
}

function readMetadata(text: string): v.InferOutput<typeof Metadata> {
  const nothing = { videoId: null, creatorId: null };
  if (text.length > MAX_METADATA_LENGTH) return nothing;
  try {
    const read = v.safeParse(Metadata, JSON.parse(text));
    return read.success ? read.output : nothing;
  } catch (error) {
    if (error instanceof SyntaxError) return nothing;
    throw error;
  }
}

function videoOfCustomId(customId: string): string | null {
  const prefix = [OWN_PREFIX, BOT_PREFIX].find((one) =>
    customId.startsWith(one)
  );
  if (prefix === undefined) return null;
  const id = v.safeParse(VideoId, customId.slice(prefix.length));
  return id.success ? id.output : null;
}
