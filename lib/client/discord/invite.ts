/**
 * Ways to bring people in.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { OWN_PREFIX } from "../launch/linked_video.ts";
import { ask } from "./sdk.ts";
import { t } from "../../shared/texts.ts";

/** The word for a share link that opens at a video (at most 64 characters for Discord). */
function customIdOf(videoId: string): string | null {
  const word = OWN_PREFIX + videoId;
  return word.length <= 64 ? word : null;
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
        ? t().discord.shareFilm({ title: video.title })
        : t().discord.share,
      ...(customId ? { custom_id: customId } : {}),
    }),
    // The person picks whom to send it to.
    { ms: 300_000 },
  );
  return success;
}
