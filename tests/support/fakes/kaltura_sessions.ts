/**
 * Kaltura sessions (KS) of the fake API: made as Kaltura makes them, opaque to
 * whoever holds one, and worth exactly their privileges.
 * Source: kaltura/server, `AppTokenService`, `SessionService`, `ks`.
 * @module
 */
import { createHash } from "node:crypto";
import { KalturaException } from "./kaltura_exception.ts";

/** What stands in a KS. */
export interface FakeKs {
  userId: string;
  /** 0 user, 2 admin. Source: `KalturaSessionType`. */
  type: 0 | 2;
  privileges: readonly string[];
  /** ms since epoch. */
  endsAtMs: number;
  isWidget: boolean;
}

/** An application token, as its owner has made it. */
interface FakeAppToken {
  id: string;
  token: string;
  /** Source: `KalturaAppTokenHashType`. @default {"SHA256"} */
  hashType?: "MD5" | "SHA1" | "SHA256" | "SHA512";
  /** Longest session that it gives, s. @default {86400} */
  sessionDuration?: number;
  sessionPrivileges?: string;
}

/** The account whose sessions are made. */
export interface FakeAccount {
  partnerId: string;
  userSecret: string;
  appToken: FakeAppToken;
}

/** Makes and opens KSs. */
export interface FakeSessions {
  start(request: Record<string, unknown>): string;
  startWidget(request: Record<string, unknown>): Record<string, unknown>;
  startWithToken(request: Record<string, unknown>): Record<string, unknown>;
  /** @throws {KalturaException} `MISSING_KS`, `INVALID_KS` */
  open(ks: unknown): FakeKs;
  /** All KSs made so far end. */
  endAll(): void;
  /** Every KS made, newest last. */
  made: FakeKs[];
}

/** What every secret and KS of the fake account holds, for those who look for leaks. */
export const KALTURA_CANARY = "canarykaltura";

/** Makes the sessions of an account. */
export function createFakeSessions(account: FakeAccount): FakeSessions {
  const known = new Map<string, FakeKs>();
  const made: FakeKs[] = [];
  const { partnerId, userSecret, appToken } = account;

  function make(session: FakeKs): string {
    // Base64 of `v2|partner|…` in the alphabet of URLs. Source: `kSessionBase`.
    const ks = btoa(`v2|${partnerId}|${KALTURA_CANARY}${crypto.randomUUID()}`)
      .replaceAll("+", "-").replaceAll("/", "_");
    known.set(ks, session);
    made.push(session);
    return ks;
  }

  function open(ks: unknown): FakeKs {
    if (typeof ks !== "string" || ks === "") {
      throw new KalturaException(
        "MISSING_KS",
        "Missing KS, session not established",
      );
    }
    const session = known.get(ks);
    if (!session) {
      throw new KalturaException(
        "INVALID_KS",
        `Invalid KS "${ks}", Error "-1,INVALID_STR"`,
      );
    }
    if (session.endsAtMs <= Date.now()) {
      throw new KalturaException(
        "INVALID_KS",
        `Invalid KS "${ks}", Error "-3,EXPIRED"`,
      );
    }
    return session;
  }

  return {
    made,
    open,
    endAll() {
      for (const session of known.values()) session.endsAtMs = 0;
    },
    start(request) {
      const { secret, userId, type, expiry, privileges } = request;
      if (String(request.partnerId) !== partnerId || secret !== userSecret) {
        throw new KalturaException(
          "START_SESSION_ERROR",
          `Error while starting session for partner [${request.partnerId}]`,
        );
      }
      return make({
        userId: String(userId ?? ""),
        type: type === 2 ? 2 : 0,
        privileges: listed(privileges),
        endsAtMs: Date.now() + Number(expiry ?? 86_400) * 1000,
        isWidget: false,
      });
    },
    startWidget({ widgetId }) {
      if (widgetId !== `_${partnerId}`) {
        throw new KalturaException(
          "INVALID_WIDGET_ID",
          `Unknown widget [${widgetId}]`,
        );
      }
      return {
        objectType: "KalturaStartWidgetSessionResponse",
        partnerId: Number(partnerId),
        userId: 0,
        ks: make({
          userId: "0",
          type: 0,
          privileges: ["widget:1", "view:*"],
          endsAtMs: Date.now() + 86_400_000,
          isWidget: true,
        }),
      };
    },
    startWithToken(request) {
      open(request.ks);
      if (request.id !== appToken.id) {
        throw new KalturaException(
          "APP_TOKEN_ID_NOT_FOUND",
          `Application token id "${request.id}" not found`,
        );
      }
      const hash = hashOf(
        appToken.hashType ?? "SHA256",
        `${request.ks}${appToken.token}`,
      );
      if (request.tokenHash !== hash) {
        throw new KalturaException(
          "INVALID_APP_TOKEN_HASH",
          "Invalid application token hash",
        );
      }
      const duration = Math.min(
        Number(request.expiry ?? Infinity),
        appToken.sessionDuration ?? 86_400,
      );
      const privileges = [
        ...listed(request.sessionPrivileges),
        ...listed(appToken.sessionPrivileges),
      ];
      const endsAtMs = Date.now() + duration * 1000;
      const userId = String(request.userId ?? "");
      return {
        objectType: "KalturaSessionInfo",
        ks: make({ userId, type: 0, privileges, endsAtMs, isWidget: false }),
        sessionType: 0,
        partnerId: Number(partnerId),
        userId,
        expiry: Math.floor(endsAtMs / 1000),
        privileges: privileges.join(","),
      };
    },
  };
}

/** Whether a KS has a privilege, for one object or for all. Source: `kSessionBase::verifyPrivileges`. */
export function mayDo(ks: FakeKs, privilege: string, object: string): boolean {
  return ks.type === 2 || ks.privileges.includes(`${privilege}:${object}`) ||
    ks.privileges.includes(`${privilege}:*`);
}

function listed(privileges: unknown): string[] {
  return String(privileges ?? "").split(",").filter((one) => one !== "");
}

function hashOf(type: string, text: string): string {
  return createHash(type.toLowerCase()).update(text).digest("hex");
}
