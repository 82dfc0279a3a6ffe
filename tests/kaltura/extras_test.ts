/** Chapters, captions, playlists and categories, as Kaltura has them. */
import { assert, assertEquals } from "@std/assert";
import { KalturaException } from "../support/fakes/kaltura_exception.ts";
import { openAccount, viewerOf } from "./account.ts";

const PAGE = { page: 1, pageSize: 2 };

Deno.test("[W42] chapters come in order, in seconds; one that does not fit takes none away", async () => {
  await using account = openAccount({
    entries: [{
      id: "0_a",
      name: "Lecture",
      chapters: [
        { startTime: 61_500, title: "Proof" },
        { startTime: 0, title: "Welcome" },
        { startTime: -4, title: "Before the beginning" },
        { startTime: 9000, title: "  " },
      ],
    }, { id: "0_b", name: "Bare" }],
  });
  const catalogue = account.catalogue();
  const by = await viewerOf(catalogue);
  assertEquals(await catalogue.extras?.chapters(by, "0_a"), [
    { start: 0, title: "Welcome" },
    { start: 61.5, title: "Proof" },
  ]);
  assertEquals(await catalogue.extras?.chapters(by, "0_b"), []);
});

Deno.test("[W45] captions that no manifest names have a language, a name, and an address for a KS", async () => {
  await using account = openAccount({
    entries: [{
      id: "0_a",
      name: "Lecture",
      captions: [
        { id: "1_c", languageCode: "en", language: "English", label: "" },
        { id: "1_d", languageCode: "he", language: "Hebrew", label: "עברית" },
      ],
    }],
  });
  const catalogue = account.catalogue();
  const by = await viewerOf(catalogue);
  const captions = await catalogue.extras?.captions(by, "0_a") ?? [];
  assertEquals(
    captions.map(({ language, label }) => [language, label]),
    [["en", "English"], ["he", "עברית"]],
  );
  const { ks } = await catalogue.play(by, "0_a");
  const file = await fetch(captions[0]?.url(ks) ?? "");
  const text = await file.text();
  assert(text.startsWith("WEBVTT") && text.includes("From the asset 1_c"));
});

Deno.test("[W46] playlists and categories are offered, and give their videos page by page", async () => {
  const ids = ["0_a", "0_b", "0_c"];
  await using account = openAccount({
    entries: [
      ...ids.map((id, n) => ({
        id,
        name: `Lecture ${n}`,
        categoryIds: n === 1 ? [12] : [],
      })),
      { id: "0_i", name: "Image", mediaType: 2 },
    ],
    playlists: [{
      id: "1_list",
      name: "Evening",
      entryIds: ["0_c", "0_i", "0_a"],
    }],
    categories: [
      { id: 12, name: "Maths", fullName: "School>Maths", entriesCount: 1 },
      { id: 13, name: "Empty", fullName: "Empty", entriesCount: 0 },
    ],
  });
  const { fake } = account;
  const catalogue = account.catalogue();
  const by = await viewerOf(catalogue);
  const { extras } = catalogue;
  assert(extras);
  assertEquals(await extras.collections(by), [
    { id: "playlist:1_list", title: "Evening" },
    { id: "category:12", title: "School › Maths" },
  ]);
  // An account may lack the right to one of them.
  fake.intercept = (name) =>
    name === "category.list"
      ? Response.json(
        new KalturaException("SERVICE_FORBIDDEN", "forbidden").body(),
      )
      : null;
  assertEquals(await extras.collections(by), [
    { id: "playlist:1_list", title: "Evening" },
  ]);
  fake.intercept = () => null;
  const page = async (collection: string, number: number) => {
    const { videos, hasMore } = await extras.inCollection(by, {
      collection,
      ...PAGE,
      page: number,
    });
    return { ids: videos.map(({ id }) => id), hasMore };
  };
  // In the playlist's order; the picture does not play.
  assertEquals(await page("playlist:1_list", 1), {
    ids: ["0_c"],
    hasMore: true,
  });
  assertEquals(await page("playlist:1_list", 2), {
    ids: ["0_a"],
    hasMore: false,
  });
  assertEquals(await page("category:12", 1), { ids: ["0_b"], hasMore: false });
});
