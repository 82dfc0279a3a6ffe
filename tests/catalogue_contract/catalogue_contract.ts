/**
 * The catalogue's contract: what every implementation promises, in numbered
 * steps, over fakes that answer as the field does. One suite for the plan's
 * gateway, the gateway in the field, and Kaltura without a gateway.
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type {
  Catalogue,
  CataloguePage,
  CataloguePerson,
  Viewer,
} from "@/lib/server/catalogue/catalogue.ts";
import { CatalogueFault } from "@/lib/server/catalogue/faults.ts";

/** An entry that the upstream holds; a world writes it in its own dialect. */
export interface ContractEntry {
  id: string;
  title: string;
  /** Seconds. @default {60} */
  duration?: number;
  /** @default {"video"} */
  kind?: "video" | "audio" | "live" | "image";
  /** Ready to play. @default {true} */
  isReady?: boolean;
  /** Of a live one. */
  isLive?: boolean;
}

/** How the upstream may be ill. */
export type Illness = "well" | "not_available" | "silent";

/** One implementation before one fake upstream. */
interface CatalogueWorld extends AsyncDisposable {
  catalogue: Catalogue;
  /** How many entries the list gives at most; the gateway in the field ends at ten. @default {Infinity} */
  listEndsAt?: number;
  /** Whether details and lists tell what is no plain video. The gateway in the field does not. @default {true} */
  tellsKinds?: boolean;
  /** Person for whom the upstream made a KS, and whether it carries what plays protected entries. `null` for one it did not make. */
  readKs(ks: string): { discordId: string; isEntitled: boolean } | null;
  /** The account's number. */
  partnerId: string;
  /** Passes given so far are worth nothing from now on. */
  forget(): void;
  /** Makes the upstream ill, or well again. */
  ail(illness: Illness): void;
  /** Calls of the upstream that asked for a page of this search, so far. */
  searches(q: string): number;
}

/** Makes a world that holds entries. `timeoutMs`: the catalogue's deadline. */
export type StartWorld = (
  options: { entries: readonly ContractEntry[]; timeoutMs: number },
) => CatalogueWorld | Promise<CatalogueWorld>;

const ANN: CataloguePerson = { discordId: "101", username: "ann", roles: [] };
const BEN: CataloguePerson = {
  discordId: "102",
  username: "ben",
  roles: ["7"],
};

/** Deadline where nothing is silent, ms: far beyond what a busy machine takes. */
const PATIENT_MS = 20_000;

function lectures(count: number): ContractEntry[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `0_v${n}`,
    title: `Lecture ${n}${n % 3 === 0 ? " maths" : ""}`,
    duration: 60 + n,
  }));
}

const ODD_ENTRIES: ContractEntry[] = [
  { id: "0_sound", title: "Odd sound", kind: "audio", duration: 30 },
  { id: "0_picture", title: "Odd picture", kind: "image", duration: 0 },
  { id: "0_live", title: "Odd live", kind: "live", isLive: true, duration: 0 },
  { id: "0_converting", title: "Odd converting", isReady: false, duration: 0 },
  {
    id: "0_off",
    title: "Odd off air",
    kind: "live",
    isLive: false,
    duration: 0,
  },
  { id: "0_film", title: "Odd film" },
];

/** Registers the suite. @param name Of the implementation and its upstream. */
// deno-lint-ignore house/long-function -- the cases of one contract share a catalogue
export function catalogueContract(name: string, start: StartWorld): void {
  function step(
    rule: string,
    run: (world: CatalogueWorld, ann: Viewer, ben: Viewer) => Promise<void>,
    { entries = lectures(45), timeoutMs = PATIENT_MS } = {},
  ): void {
    Deno.test(`${rule} (${name})`, async () => {
      await using world = await start({ entries, timeoutMs });
      const signIn = async (person: CataloguePerson) => ({
        person,
        pass: await world.catalogue.signIn(person),
      });
      await run(world, await signIn(ANN), await signIn(BEN));
    });
  }

  step(
    "[V1] 1. a catalogue that is set up right passes the look at the start",
    async ({ catalogue }) => {
      await catalogue.check();
    },
  );

  step(
    "[A8] 2. everyone has a pass of their own, which a renewal replaces",
    async ({ catalogue }, ann, ben) => {
      assert(ann.pass.token !== ben.pass.token);
      const next = await catalogue.refresh(ann);
      const { id } = await catalogue.get({ ...ann, pass: next }, "0_v1");
      assertEquals(id, "0_v1");
    },
  );

  step(
    "[V1] 3. details hold what a browser may know, and nothing else",
    async ({ catalogue, partnerId }, ann) => {
      const video = await catalogue.get(ann, "0_v7");
      const { thumbnailUrl, description: _, views: __, ...told } = video;
      assert(URL.canParse(thumbnailUrl ?? ""), thumbnailUrl);
      assert(Number.isFinite(Date.parse(told.createdAt)), told.createdAt);
      assertEquals(told, {
        id: "0_v7",
        title: "Lecture 7",
        duration: 67,
        partnerId,
        createdAt: told.createdAt,
        kind: "video",
      });
    },
  );

  step(
    "[V6] 4. an unknown video is unknown: to details, and by them to who plays",
    async ({ catalogue }, ann) => {
      await fails(() => catalogue.get(ann, "0_nothing"), "unknown_video");
    },
  );

  step(
    "[V3] 5. an id that would reach another path reaches nothing",
    async ({ catalogue }, ann) => {
      for (
        const id of ["search", "../auth", "a/b", "a?b", "", "x".repeat(65)]
      ) {
        await fails(() => catalogue.get(ann, id), "unknown_video");
        await fails(() => catalogue.play(ann, id), "unknown_video");
        await fails(() => catalogue.session(ann, id), "unknown_video");
      }
    },
  );

  step(
    "[V2] [V11] 6. the list has its entries in order, page by page, and says where it ends",
    async (world, ann) => {
      const { catalogue, listEndsAt = Infinity } = world;
      const ids = await allPages((page) =>
        catalogue.list(ann, { page, pageSize: 5 })
      );
      const there = lectures(Math.min(45, listEndsAt)).map(({ id }) => id);
      assertEquals(ids, there);
      const far = await catalogue.list(ann, { page: 40, pageSize: 30 });
      assertEquals(far, { videos: [], hasMore: false });
    },
  );

  step(
    "[V2] 7. a search of 620 entries is read to its end, each page asked for once",
    async (world, ann) => {
      const { catalogue } = world;
      const before = world.searches("Lecture");
      const ids = await allPages((page) =>
        catalogue.search(ann, { q: "Lecture", page, pageSize: 30 })
      );
      assertEquals(ids, lectures(620).map(({ id }) => id));
      assertEquals(world.searches("Lecture") - before, 21);
      const some = await catalogue.search(ann, {
        q: "maths",
        page: 2,
        pageSize: 4,
      });
      assertEquals(some.videos.map(({ id }) => id), [
        "0_v12",
        "0_v15",
        "0_v18",
        "0_v21",
      ]);
      assertEquals(some.hasMore, true);
      const none = await catalogue.search(ann, {
        q: "zzz&page=1",
        page: 1,
        pageSize: 4,
      });
      assertEquals(none, { videos: [], hasMore: false });
    },
    { entries: lectures(620) },
  );

  step(
    "[V13] [A8] 8. each play has a KS that plays, made for this person, and the account",
    async (world, ann, ben) => {
      const { catalogue, partnerId } = world;
      const [mine, theirs] = await Promise.all([
        catalogue.play(ann, "0_v3"),
        catalogue.play(ben, "0_v3"),
      ]);
      assertEquals(world.readKs(mine.ks), {
        discordId: "101",
        isEntitled: true,
      });
      assertEquals(world.readKs(theirs.ks), {
        discordId: "102",
        isEntitled: true,
      });
      assertEquals(mine.partnerId ?? partnerId, partnerId);
      assertEquals(mine.isPassKs ?? false, false);
      const ks = await catalogue.session(ann, "0_v3");
      assertEquals(world.readKs(ks), { discordId: "101", isEntitled: true });
    },
  );

  step(
    "[V8] 9. a pass that is worth nothing any more is refused as such, by every call",
    async (world, ann) => {
      const { catalogue } = world;
      world.forget();
      const calls = [
        () => catalogue.list(ann, { page: 1, pageSize: 5 }),
        () => catalogue.search(ann, { q: "a", page: 1, pageSize: 5 }),
        () => catalogue.get(ann, "0_v1"),
      ];
      for (const call of calls) await fails(call, "gateway_auth_failed");
      const pass = await catalogue.signIn(ANN);
      const { id } = await catalogue.get({ person: ANN, pass }, "0_v1");
      assertEquals(id, "0_v1");
    },
  );

  step(
    "[V12] 10. entries are what they are: sound, live, pictures and what is not ready",
    async (world, ann) => {
      const { catalogue, tellsKinds = true } = world;
      const { videos } = await catalogue.search(ann, {
        q: "Odd",
        page: 1,
        pageSize: 20,
      });
      const shown = videos.map(({ id, kind, duration }) => [
        id,
        kind,
        duration,
      ]);
      if (!tellsKinds) {
        // Nobody says what they are: no more than an unknown length is claimed.
        assertEquals(
          shown,
          ODD_ENTRIES.map(({ id, duration = 60 }) => [id, "video", duration]),
        );
        return;
      }
      assertEquals(shown, [
        ["0_sound", "audio", 30],
        ["0_live", "live", 0],
        ["0_off", "live", 0],
        ["0_film", "video", 60],
      ]);
      assertEquals((await catalogue.get(ann, "0_live")).kind, "live");
      assertEquals(await catalogue.liveState(ann, "0_live"), "on");
      assertEquals(await catalogue.liveState(ann, "0_off"), "off");
      await fails(() => catalogue.get(ann, "0_picture"), "unknown_video");
      await fails(() => catalogue.get(ann, "0_converting"), "unknown_video");
    },
    { entries: ODD_ENTRIES },
  );

  step(
    "[V17] [H1] 11. an upstream that is ill is told as such, and used when it is well",
    async (world, ann) => {
      const { catalogue } = world;
      world.ail("not_available");
      await fails(() => catalogue.get(ann, "0_v1"), "gateway_unavailable");
      await fails(() => catalogue.play(ann, "0_v1"), "gateway_unavailable");
      world.ail("well");
      assertEquals((await catalogue.get(ann, "0_v1")).id, "0_v1");
      assert((await catalogue.play(ann, "0_v1")).ks.length > 0);
    },
  );

  step(
    "[H1] 12. a silent upstream costs the deadline, and no more",
    async (world, ann) => {
      const { catalogue } = world;
      world.ail("silent");
      const beganAt = performance.now();
      await fails(() => catalogue.get(ann, "0_v1"), "gateway_timeout");
      const tookMs = performance.now() - beganAt;
      assert(tookMs >= 290 && tookMs < 5000, `took ${tookMs.toFixed()} ms`);
    },
    { timeoutMs: 300 },
  );

  step(
    "[V4] 13. identical reads of one person at one time are one call",
    async (world, ann) => {
      const { catalogue } = world;
      const before = world.searches("maths");
      const wish = { q: "maths", page: 1, pageSize: 3 };
      const pages = await Promise.all(
        Array.from({ length: 20 }, () => catalogue.search(ann, wish)),
      );
      for (const page of pages) assertEquals(page, pages[0]);
      assertEquals(world.searches("maths") - before, 1);
    },
  );
}

/** Ids of all pages, to the one that says that it is the last. */
async function allPages(
  ask: (page: number) => Promise<CataloguePage>,
): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1;; page++) {
    const { videos, hasMore } = await ask(page);
    ids.push(...videos.map(({ id }) => id));
    assert(page < 200, "never ends");
    if (!hasMore) return ids;
  }
}

async function fails(call: () => Promise<unknown>, code: string) {
  const error = await assertRejects(call, CatalogueFault);
  assertEquals(error.code, code, String(error.cause));
}
