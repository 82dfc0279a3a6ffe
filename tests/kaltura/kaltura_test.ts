/** Kaltura directly: what the one contract of catalogues does not say. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { CatalogueFault } from "@/lib/server/catalogue/faults.ts";
import type { FakeEntry } from "../support/fakes/kaltura_entries.ts";
import { KalturaException } from "../support/fakes/kaltura_exception.ts";
import { KALTURA_CANARY } from "../support/fakes/kaltura_sessions.ts";
import { appToken, openAccount, userSecret, viewerOf } from "./account.ts";

const LECTURE: FakeEntry = { id: "0_a", name: "Lecture" };

Deno.test("[V30] a user secret, or an application token whatever hash it wants, makes a KS of a user", async () => {
  for (const hashType of ["SHA256", "SHA1", "SHA512", "MD5"] as const) {
    await using account = openAccount({ appToken: { hashType } });
    const { fake } = account;
    for (const credentials of [appToken(fake), userSecret(fake)]) {
      const catalogue = account.catalogue({ credentials });
      const { pass } = await viewerOf(catalogue);
      const made = fake.sessions.made.at(-1);
      assertEquals(
        [made?.userId, made?.type, made?.isWidget],
        ["discord_7", 0, false],
      );
      assert(fake.isGoodKs(pass.token));
      assert(Math.abs((pass.expiresAtMs ?? 0) - Date.now() - 3_600_000) < 5000);
    }
  }
});

Deno.test("[V30] the hash that a token takes is tried once only, and the KS that shows it is shared", async () => {
  await using account = openAccount({ appToken: { hashType: "MD5" } });
  const { fake } = account;
  const catalogue = account.catalogue({ credentials: appToken(fake) });
  await viewerOf(catalogue, "1");
  const before = fake.calls.length;
  await viewerOf(catalogue, "2");
  assertEquals(fake.calls.slice(before).map(({ name }) => name), [
    "appToken.startSession",
  ]);
  // It may end before its time; that costs nobody anything.
  fake.sessions.endAll();
  const { pass } = await viewerOf(catalogue, "3");
  assert(fake.isGoodKs(pass.token));
});

Deno.test("[V30] a token that gives less than an hour says so", async () => {
  await using account = openAccount({ appToken: { sessionDuration: 600 } });
  const credentials = appToken(account.fake);
  const { pass } = await viewerOf(account.catalogue({ credentials }));
  const leftMs = (pass.expiresAtMs ?? 0) - Date.now();
  assert(leftMs > 590_000 && leftMs <= 600_000, `${leftMs}`);
});

Deno.test("[V31] what plays is a KS of that person, for that entry alone, made fresh each time", async () => {
  await using account = openAccount({
    entries: [LECTURE, { id: "0_b", name: "Other", isProtected: true }],
  });
  const { fake } = account;
  const catalogue = account.catalogue({ privacyContext: "school" });
  const [ann, ben] = [
    await viewerOf(catalogue, "1"),
    await viewerOf(catalogue, "2"),
  ];
  const kss = new Set<string>();
  for (const viewer of [ann, ben, ann]) {
    const { ks, partnerId } = await catalogue.play(viewer, "0_b");
    kss.add(ks);
    assertEquals(partnerId, fake.account.partnerId);
    assertEquals(fake.sessions.made.at(-1), {
      userId: `discord_${viewer.person.discordId}`,
      type: 0,
      privileges: ["sview:0_b", "privacycontext:school"],
      endsAtMs: fake.sessions.made.at(-1)?.endsAtMs ?? NaN,
      isWidget: false,
    });
    assert(fake.mayPlay(ks, "0_b"));
  }
  assertEquals(kss.size, 3);
  assert(!fake.mayPlay(ann.pass.token, "0_b"), "a pass plays nothing");
});

Deno.test("[V32] the library lists what others have put in: films, sound, broadcasts, and nothing that does not play", async () => {
  await using account = openAccount({
    entries: [
      { id: "0_film", name: "Film" },
      { id: "0_image", name: "Image", mediaType: 2 },
      { id: "0_sound", name: "Sound", mediaType: 5 },
      { id: "0_live", name: "Live", mediaType: 201, isLive: true },
      { id: "0_new", name: "Still converting", status: 1 },
    ],
  });
  const catalogue = account.catalogue();
  const by = await viewerOf(catalogue);
  const { videos, hasMore } = await catalogue.list(by, {
    page: 1,
    pageSize: 10,
  });
  assertEquals(
    videos.map(({ id, title, kind, duration }) => [id, title, kind, duration]),
    [
      ["0_film", "Film", "video", 60],
      ["0_sound", "Sound", "audio", 60],
      ["0_live", "Live", "live", 0],
    ],
  );
  assertEquals(hasMore, false);
  // `media.get` would refuse it.
  assertEquals((await catalogue.get(by, "0_live")).kind, "live");
  assertEquals(await catalogue.liveState(by, "0_live"), "on");
  account.fake.intercept = (name) =>
    name === "liveStream.isLive"
      ? Response.json(
        new KalturaException(
          "LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED",
          "Status cannot be determined for live stream protocol [applehttp]",
        ).body(),
      )
      : null;
  assertEquals(await catalogue.liveState(by, "0_live"), "unknown");
  for (const id of ["0_image", "0_new"]) {
    const error = await assertRejects(() => catalogue.get(by, id));
    assert(error instanceof CatalogueFault);
    assertEquals(error.code, "unknown_video", id);
  }
});

Deno.test("[V32] 620 entries, one of them odd in each page, come once each to the end", async () => {
  const entries = Array.from({ length: 620 }, (_, n): FakeEntry => ({
    id: `0_e${n}`,
    name: `Lecture ${n}`,
    ...(n % 30 === 7 ? { raw: { id: "../odd" } } : {}),
    ...(n % 30 === 9 ? { raw: { name: null, duration: null } } : {}),
  }));
  await using account = openAccount({ entries });
  const catalogue = account.catalogue();
  const by = await viewerOf(catalogue);
  const ids: string[] = [];
  for (let page = 1;; page++) {
    const { videos, hasMore } = await catalogue.list(by, {
      page,
      pageSize: 30,
    });
    ids.push(...videos.map(({ id }) => id));
    if (!hasMore) break;
  }
  const fit = entries.filter(({ raw }) => raw?.id === undefined);
  assertEquals(ids, fit.map(({ id }) => id));
  assert(account.log().includes("entries_left_out"));
});

Deno.test("[V33] refusals with status 200 are refusals, each of its kind, and no secret is told", async () => {
  const cases = {
    ENTRY_ID_NOT_FOUND: "unknown_video",
    INVALID_KS: "gateway_auth_failed",
    MISSING_KS: "gateway_auth_failed",
    SERVICE_FORBIDDEN: "gateway_misconfigured",
    INTERNAL_SERVERL_ERROR: "gateway_unavailable",
    ACTION_BLOCKED: "gateway_busy",
    PROPERTY_VALIDATION_CANNOT_BE_NULL: "gateway_refused",
  };
  for (const [code, ours] of Object.entries(cases)) {
    await using account = openAccount({ entries: [LECTURE] });
    const { fake } = account;
    const catalogue = account.catalogue();
    const by = await viewerOf(catalogue);
    fake.intercept = () =>
      Response.json(
        new KalturaException(code, `it says ${by.pass.token}`).body(),
      );
    const error = await assertRejects(() => catalogue.get(by, "0_a"));
    assert(error instanceof CatalogueFault);
    assertEquals(error.code, ours, code);
    const told = Deno.inspect(error, { depth: 9 });
    assert(!told.includes(KALTURA_CANARY) && told.includes(code), told);
  }
});

Deno.test("[V33] a secret or token that the account refuses is the set-up's fault, and is never told", async () => {
  await using account = openAccount();
  const { fake } = account;
  const wrong = `${KALTURA_CANARY}-wrong`;
  const { id, token } = fake.account.appToken;
  for (
    const credentials of [
      { kind: "user_secret", secret: wrong },
      { kind: "app_token", id: "1_nothing", token },
      { kind: "app_token", id, token: wrong },
    ] as const
  ) {
    const catalogue = account.catalogue({ credentials });
    const error = await assertRejects(() => catalogue.check());
    assert(error instanceof CatalogueFault);
    assertEquals(error.code, "gateway_misconfigured");
    const told = Deno.inspect(error, { depth: 9 });
    assert(!told.includes(KALTURA_CANARY), told);
  }
  await account.catalogue().check();
});

Deno.test("[V33] an address where nobody speaks Kaltura's API is named, and not the person blamed", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("<!doctype html>", { status: 404 }),
  );
  await using account = openAccount();
  const catalogue = account.catalogue({
    url: `http://127.0.0.1:${server.addr.port}/api`,
  });
  const error = await assertRejects(() => catalogue.check());
  assert(error instanceof CatalogueFault);
  assertEquals(error.code, "gateway_misconfigured");
  assert(String(error.cause).includes("KALTURA_API_URL"));
});
