/**
 * Links to the outside. A frame in Discord may open no window of its own, so
 * there Discord opens them, after asking the person.
 * @module
 */
import type { DiscordSDK } from "@discord/embedded-app-sdk";
import { ask, isUnsupported } from "./sdk.ts";
import { parseUrl } from "../../shared/compat/parse_url.ts";

/** Wait for a person who reads Discord's question, ms. Chosen: as in hardware.ts. */
const ANSWER_MS = 300_000;

interface WatchLinksOptions {
  sdk: { commands: Pick<DiscordSDK["commands"], "openExternalLink"> };
  /** Where clicks are heard. @default {document} */
  root?: Pick<EventTarget, "addEventListener" | "removeEventListener">;
  /** Origin of this page. @default {location.origin} */
  origin?: string;
  /** Opens a window where Discord is too old to. @default {window.open} */
  open?: (url: string) => void;
}

/**
 * Gives every outside link of the page to Discord from now on.
 * @returns The disposer; links are plain again.
 * @see SPEC D7
 */
export function watchLinks(options: WatchLinksOptions): () => void {
  const { sdk, root = document, origin = location.origin } = options;
  const open = options.open ??
    ((url) => void globalThis.open(url, "_blank", "noopener"));

  function onClick(event: Event) {
    if (event.defaultPrevented) return;
    const url = outsideLink(event.target, origin);
    if (!url) return;
    event.preventDefault();
    ask(sdk.commands.openExternalLink({ url }), { ms: ANSWER_MS }).catch(
      (error) => {
        // Who said no to Discord's question has had the answer.
        if (isUnsupported(error)) open(url);
      },
    );
  }

  root.addEventListener("click", onClick);
  return () => root.removeEventListener("click", onClick);
}

/** Address of the link that was pressed, if it leads to the web outside. */
function outsideLink(
  target: EventTarget | null,
  origin: string,
): string | null {
  // Documents and windows are pressed too, and have no `closest`.
  const pressed = target as Partial<Pick<Element, "closest">> | null;
  const link = pressed?.closest?.("a[href]") as HTMLAnchorElement | null;
  const url = link && parseUrl(link.href);
  if (!url) return null;
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.origin !== origin ? url.href : null;
}
