import { assert, assertEquals, assertRejects } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { DomainError } from "../../shared/errors.ts";
import { MEDIA_GRANT_TTL_S } from "../../shared/limits.ts";
import { createMediaLinks, tellsKs } from "./links.ts";

const KS = "djJ8MTIzfA+/=KsOfAnn";
const ANN = { videoId: "0_a", userId: "ann", partnerId: "123", ks: KS };
const SECRET = "a secret of thirty-two bytes, at least";

function make(options: { secrets?: string[]; now?: () => number } = {}) {
  return createMediaLinks({ secrets: [SECRET], now: Date.now, ...options });
}

async function refuses(ask: () => Promise<unknown>): Promise<void> {
  const error = await assertRejects(ask, DomainError);
  assertEquals(error.code, "media_link_expired");
}

Deno.test("[M4] a grant opens for its video, and gives nothing away", async () => {
  const links = make();
  const token = await links.sealGrant(ANN);
  assertEquals(await links.openGrant(token, "0_a"), ANN);
  for (const part of token.split(".")) {
    assert(
      !atob(part.replaceAll("-", "+").replaceAll("_", "/")).includes("Ks"),
    );
  }
});

Deno.test("[M7] a grant ends", async () => {
  const time = new FakeTime();
  try {
    const links = make({ now: () => time.now });
    const token = await links.sealGrant(ANN);
    time.now += MEDIA_GRANT_TTL_S * 1000 - 1000;
    await links.openGrant(token, "0_a");
    time.now += 2000;
    await refuses(() => links.openGrant(token, "0_a"));
  } finally {
    time.restore();
  }
});

Deno.test("[M7] a grant of another video, another server, another kind or with a flipped bit is refused", async () => {
  const links = make();
  const token = await links.sealGrant(ANN);
  const target = await links.sealTarget("https://a.kaltura.com/", ANN);
  const flipped = token.slice(0, -2) + (token.at(-2) === "A" ? "B" : "A") +
    token.slice(-1);
  await refuses(() => links.openGrant(token, "0_b"));
  await refuses(() =>
    make({ secrets: ["x".repeat(32)] }).openGrant(token, "0_a")
  );
  await refuses(() => links.openGrant(flipped, "0_a"));
  await refuses(() => links.openGrant(target, "0_a"));
  await refuses(() => links.openTarget(token, ANN));
  await refuses(() => links.openGrant("", "0_a"));
});

Deno.test("[M7] a secret can be replaced under the viewers", async () => {
  const token = await make().sealGrant(ANN);
  const rotated = make({ secrets: ["n".repeat(32), SECRET] });
  assertEquals(await rotated.openGrant(token, "0_a"), ANN);
});

Deno.test("[M7] a target is of use to its person and video only, and gets the KS of the grant it comes with", async () => {
  const links = make();
  const url = `https://a.kaltura.com/ks/${
    encodeURIComponent(KS)
  }/v.m3u8?t=${KS}`;
  const target = await links.sealTarget(url, ANN);
  await refuses(() => links.openTarget(target, { ...ANN, userId: "ben" }));
  await refuses(() => links.openTarget(target, { ...ANN, videoId: "0_b" }));
  assertEquals(
    (await links.openTarget(target, { ...ANN, ks: "new" })).url,
    "https://a.kaltura.com/ks/new/v.m3u8?t=new",
  );
});

Deno.test("[M4] a KS in an address is found in every spelling", () => {
  assert(tellsKs(`https://a.kaltura.com/?ks=${KS}`, KS));
  assert(tellsKs(`https://a.kaltura.com/ks/${encodeURIComponent(KS)}/x`, KS));
  assert(tellsKs("https://a.kaltura.com/djJ8MTIzfA%2b%2f%3dKsOfAnn", KS));
  assert(!tellsKs("https://a.kaltura.com/djJ8MTIz", KS));
});

Deno.test("[M4] [M11] variables travel with an address, and take the KS of the grant that opens it", async () => {
  const links = make();
  const variables = new Map([["h", "cdn"], ["k", KS]]);
  const target = await links.sealTarget("https://a.kaltura.com/", {
    ...ANN,
    variables,
  });
  const opened = await links.openTarget(target, { ...ANN, ks: "n/w" });
  assertEquals([...opened.variables], [["h", "cdn"], ["k", "n%2Fw"]]);
});
