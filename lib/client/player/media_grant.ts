/**
 * Keeps the addresses of our own media routes good for as long as somebody
 * watches: the grant in them is short-lived, and a new one fits old addresses.
 * @module
 */
import { MEDIA_GRANT_TTL_S } from "../../shared/limits.ts";
import { parseUrl } from "../../shared/compat/parse_url.ts";

/** Puts the newest grant into addresses. */
interface MediaGrant {
  /** @returns The address with the newest grant, after renewing it where it is about to end. Other addresses as they are. */
  fresh(url: string): Promise<string>;
}

/** Part of its life after which a grant is renewed. Chosen: leaves three minutes for a slow way. */
const RENEW_AT = 0.8;
/** Our routes, inside Discord and out. */
const OURS = /\/api\/videos\/[^/]+\/(?:manifest\.m3u8|media|captions)$/;

interface MediaGrantOptions {
  manifestUrl: string;
  /** Asks for another manifest; without it nothing is renewed. */
  renew?: (() => Promise<{ manifestUrl: string }>) | undefined;
  /** Monotonic clock, ms. @default performance.now */
  now?: () => number;
}

/** Begins with the grant of a manifest's address. */
export function keepGrant(options: MediaGrantOptions): MediaGrant {
  const now = options.now ?? (() => performance.now());
  let grant = grantOf(options.manifestUrl);
  let sinceMs = now();
  let renewing: Promise<void> | null = null;

  async function renew(
    ask: () => Promise<{ manifestUrl: string }>,
  ): Promise<void> {
    try {
      const next = grantOf((await ask()).manifestUrl);
      if (next === null) return;
      grant = next;
      sinceMs = now();
    } catch {
      // The old grant may still do; if not, the request itself will tell why.
    } finally {
      renewing = null;
    }
  }

  return {
    async fresh(address) {
      const url = parseUrl(address, globalThis.location?.href);
      if (!url || !OURS.test(url.pathname) || grant === null) return address;
      const isOld = now() - sinceMs > MEDIA_GRANT_TTL_S * 1000 * RENEW_AT;
      if (isOld && options.renew) {
        await (renewing ??= renew(options.renew));
      }
      url.searchParams.set("grant", grant);
      return url.href;
    },
  };
}

function grantOf(manifestUrl: string): string | null {
  const query = manifestUrl.split("?", 2)[1] ?? "";
  return new URLSearchParams(query).get("grant");
}
