/**
 * The catalogue port: everything that Cowatch asks of whoever has the videos.
 * Each call is made for one person and carries no other's token. The gateway
 * (`lib/server/gateway/`) stands behind it; one contract suite
 * (`tests/catalogue_contract/`) runs against each implementation.
 * @module
 */
import * as v from "valibot";
import type { Chapter } from "../../shared/video/extras.ts";
import type { Collection, Video } from "../../shared/video/video.ts";

/** Whom the catalogue knows a person as. `roles`: ids of Discord's roles. */
export interface CataloguePerson {
  discordId: string;
  username: string;
  roles: readonly string[];
}

/**
 * A person's way in, sealed in their session. What is in it is the business of
 * the implementation that gave it.
 */
export const CataloguePass = v.object({
  /** What later calls of this person carry; a secret. */
  token: v.string(),
  /** When to renew the pass at the latest, ms since epoch; absent when it names no end. */
  expiresAtMs: v.optional(v.number()),
  /** A KS that came with the token, for catalogues that give none for one video. */
  ks: v.optional(v.string()),
  /** The Kaltura account of this catalogue, where the sign-in names it. */
  partnerId: v.optional(v.string()),
});
/** See the schema of the same name. */
export type CataloguePass = v.InferOutput<typeof CataloguePass>;

/** On whose behalf a call is made. */
export interface Viewer {
  person: CataloguePerson;
  pass: CataloguePass;
}

/** A page of a list, from 1. */
export interface Paging {
  page: number;
  pageSize: number;
}

/** Videos of one page, in the catalogue's order. */
export interface CataloguePage {
  /** `thumbnailUrl` is the upstream's. What cannot be shown is left out, so a page may be short. */
  videos: Video[];
  /** Whether the next page may have something; never judged by the number of `videos`. */
  hasMore: boolean;
}

/** What it takes to play one video. */
export interface Playable {
  /** The KS for this person and this video; a secret. */
  ks: string;
  /** The Kaltura account, in digits, where the catalogue names it. */
  partnerId?: string;
  /** The address of Kaltura's player, where there is one. May hold the KS. */
  playUrl?: string;
  /** The KS is the one of the pass: another needs another pass. */
  isPassKs?: boolean;
}

/** Whether a live entry is on the air; `unknown` where the catalogue cannot tell. */
export type LiveState = "on" | "off" | "unknown";

/**
 * See the module. All calls throw `DomainError`, best a `CatalogueFault`:
 * `gateway_auth_failed` when the pass is refused (the caller then renews it,
 * once), `unknown_video` for an id that leads to nothing this person may see.
 */
export interface Catalogue {
  readonly name: "gateway" | "kaltura";
  /** Looks once, at the start, whether the catalogue is set up right. @throws {CatalogueFault} When it is not, or does not answer. */
  check(): Promise<void>;
  signIn(person: CataloguePerson): Promise<CataloguePass>;
  /** A new pass for one that is about to end; `gateway_auth_failed` when it must be a new sign-in. */
  refresh(by: Viewer): Promise<CataloguePass>;
  list(by: Viewer, paging: Paging): Promise<CataloguePage>;
  /** @param query `q`: what to look for, not blank. */
  search(by: Viewer, query: Paging & { q: string }): Promise<CataloguePage>;
  /** @param id A checked `VideoId`. */
  get(by: Viewer, id: string): Promise<Video>;
  /** @returns A KS for one video, for who asks for nothing else. */
  session(by: Viewer, id: string): Promise<string>;
  /** Made fresh for each call. */
  play(by: Viewer, id: string): Promise<Playable>;
  liveState(by: Viewer, id: string): Promise<LiveState>;
  /** Absent where the catalogue has nothing beside its videos. */
  readonly extras?: CatalogueExtras;
}

/** Captions that no manifest names. */
export interface CaptionAsset {
  /** BCP 47, or empty where nobody said. */
  language: string;
  /** What the person reads. */
  label: string;
  /** Where they are as one file of WebVTT, for a KS. */
  url(ks: string): string;
}

/** What only some catalogues have beside their videos. All calls throw as those of a catalogue do. */
export interface CatalogueExtras {
  /** In order of their place. */
  chapters(by: Viewer, id: string): Promise<Chapter[]>;
  captions(by: Viewer, id: string): Promise<CaptionAsset[]>;
  collections(by: Viewer): Promise<Collection[]>;
  /** @param query `collection`: a checked `CollectionId`. */
  inCollection(
    by: Viewer,
    query: Paging & { collection: string },
  ): Promise<CataloguePage>;
}
