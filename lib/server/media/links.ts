/**
 * Links to media on this server. A link has two sealed parts: the grant, which
 * is short-lived and holds the KS of one person for one video, and the target,
 * an address upstream that is of use only with a grant of the same person and
 * video. So a player renews its grant and goes on with the addresses it has.
 * @module
 */
import { EncryptJWT, jwtDecrypt, type JWTPayload } from "jose";
import * as v from "valibot";
import { DomainError } from "../../shared/errors.ts";
import { MEDIA_GRANT_TTL_S } from "../../shared/limits.ts";
import { deriveKey } from "../seal/keys.ts";
import type { Variables } from "./variables.ts";

const GrantShape = v.object({
  videoId: v.string(),
  userId: v.string(),
  partnerId: v.string(),
  ks: v.pipe(v.string(), v.minLength(1)),
});
const TargetShape = v.object({
  videoId: v.string(),
  userId: v.string(),
  url: v.string(),
  variables: v.optional(v.record(v.string(), v.string())),
});

/** What one person may fetch: one video, with their KS. */
export type MediaGrant = v.InferOutput<typeof GrantShape>;

/** Seals and opens links. */
export interface MediaLinks {
  sealGrant(grant: MediaGrant): Promise<string>;
  /** @throws {DomainError} `media_link_expired` for grants that are old, foreign or of another video. */
  openGrant(token: string, videoId: string): Promise<MediaGrant>;
  /** Seals an address, and what its playlist may import, without the KS that is in them. */
  sealTarget(
    url: string,
    grant: MediaGrant & { variables?: Variables },
  ): Promise<string>;
  /**
   * @returns The address and its variables, with the KS of this grant.
   * @throws {DomainError} `media_link_expired` for targets of another person or video.
   */
  openTarget(token: string, grant: MediaGrant): Promise<MediaTarget>;
}

/** Where a link leads. */
export interface MediaTarget {
  url: string;
  /** Those of the playlist that led there. */
  variables: Variables;
}

const GRANT = "cowatch-media-grant";
const TARGET = "cowatch-media-target";
/** Stands for the KS in a target; no URL can hold it. */
const KS_MARK = "\0";

/**
 * Makes the sealer.
 * @param options `secrets`: the first seals, all open (rotation). `now`: ms since epoch.
 * @see SPEC M7
 */
export function createMediaLinks(
  { secrets, now }: { secrets: readonly string[]; now: () => number },
): MediaLinks {
  // One key: the audience says what was sealed.
  const keys = secrets.map((secret) =>
    deriveKey(secret, { name: "cowatch-media", use: "seal" })
  );

  async function seal(
    audience: string,
    payload: JWTPayload,
    ttlS?: number,
  ): Promise<string> {
    const [key] = keys;
    if (!key) throw new TypeError("Cannot seal a link without a secret");
    const jwt = new EncryptJWT(payload)
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .setAudience(audience);
    if (ttlS !== undefined) {
      jwt.setExpirationTime(Math.floor(now() / 1000) + ttlS);
    }
    return await jwt.encrypt(await key);
  }

  async function open<T>(
    token: string,
    options: {
      audience: string;
      requiredClaims: string[];
      schema: v.GenericSchema<unknown, T>;
    },
  ): Promise<T> {
    for (const key of keys) {
      const opened = await jwtDecrypt(token, await key, {
        audience: options.audience,
        requiredClaims: options.requiredClaims,
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
        currentDate: new Date(now()),
      }).catch(() => null);
      // Another secret may fit; what fits none is refused below.
      if (opened) return v.parse(options.schema, opened.payload);
    }
    throw expired();
  }

  return {
    sealGrant: (grant) => seal(GRANT, { ...grant }, MEDIA_GRANT_TTL_S),
    async openGrant(token, videoId) {
      const grant = await open(token, {
        audience: GRANT,
        requiredClaims: ["exp"],
        schema: GrantShape,
      });
      if (grant.videoId !== videoId) throw expired();
      return grant;
    },
    sealTarget(url, { videoId, userId, ks, variables }) {
      const marked = (text: string) =>
        spellings(ks).reduce(
          (text, spelling) => text.replaceAll(spelling, KS_MARK),
          text,
        );
      const imports = [...variables ?? []].map(([name, value]) =>
        [name, marked(value)] as const
      );
      return seal(TARGET, {
        videoId,
        userId,
        url: marked(url),
        ...(imports.length > 0
          ? { variables: Object.fromEntries(imports) }
          : {}),
      });
    },
    async openTarget(token, grant) {
      const { videoId, userId, url, variables } = await open(token, {
        audience: TARGET,
        requiredClaims: [],
        schema: TargetShape,
      });
      if (videoId !== grant.videoId || userId !== grant.userId) {
        throw expired();
      }
      const whole = (text: string) =>
        text.replaceAll(KS_MARK, encodeURIComponent(grant.ks));
      return {
        url: whole(url),
        variables: new Map(
          Object.entries(variables ?? {}).map((
            [name, value],
          ) => [name, whole(value)]),
        ),
      };
    },
  };
}

/** Whether an address gives the KS away. @see SPEC M4 */
export function tellsKs(url: string, ks: string): boolean {
  return spellings(ks).some((spelling) => url.includes(spelling));
}

/** How a KS may stand in a URL. */
function spellings(ks: string): string[] {
  const encoded = encodeURIComponent(ks);
  return [encoded, encoded.replaceAll(/%../g, (hex) => hex.toLowerCase()), ks];
}

function expired(): DomainError {
  return new DomainError(
    "media_link_expired",
    "This link to the video is too old. Sync with the room to go on.",
  );
}
