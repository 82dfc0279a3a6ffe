/**
 * Ways to bring people in.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { VideoId } from "../../shared/video.ts";
import * as v from "valibot";
import { ask } from "./sdk.ts";

/** Prefix of the word that a share link carries, so that others can follow later. */
const VIDEO = "v_";

/** The word for a share link that opens at a video (at most 64 characters for Discord). */
export function customIdOf(videoId: string): string | null {
  const word = VIDEO + videoId;
  return word.length <= 64 ? word : null;
}

/** The video that a share link names; `null` for anything else. It is untrusted and only ever offered. */
export function videoOfCustomId(customId: string | null): string | null {
  if (!customId?.startsWith(VIDEO)) return null;
  const id = v.safeParse(VideoId, customId.slice(VIDEO.length));
  return id.success ? id.output : null;
}

/** Opens Discord's invite dialog. @throws {DomainError} */
export async function invite(sdk: DiscordSDK): Promise<void> {
  await ask(sdk.commands.openInviteDialog());
}

/**
 * Opens Discord's dialog for sharing a link to this Activity.
 * @param video What it opens at.
 * @returns Whether it was sent or copied.
 * @throws {DomainError}
 */
export async function shareLink(
  sdk: DiscordSDK,
  video: { id: string; title: string } | null,
): Promise<boolean> {
  const customId = video && customIdOf(video.id);
  const { success } = await ask(
    sdk.commands.shareLink({
      message: video
        ? `Watch “${video.title}” with me in Cowatch`
        : "Watch with me in Cowatch",
      ...(customId ? { custom_id: customId } : {}),
    }),
    // The person picks whom to send it to.
    { ms: 300_000 },
  );
  return success;
}
