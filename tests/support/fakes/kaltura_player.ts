/**
 * Kaltura's own player for tests: the genuine one from npm, fetched when a
 * test needs it (it is AGPL and large, so it is neither committed nor a
 * dependency), and the part of Kaltura's API that it asks.
 * @module
 */
/** The package; its version is pinned with the hash of the one file that is used. */
const PACKAGE = "@playkit-js/kaltura-player-js@3.17.78";
const FILE = "package/dist/kaltura-ovp-player.js";
const SHA256 =
  "3e3b20d92e646aabd315483036cd73bba26d5bc48f517851e791a06e73c5286a";
const CACHE = new URL("../../../node_modules/.cache/", import.meta.url);

let fetched: Promise<string> | undefined;

/** The player's script. @throws {Error} Without npm, or when the file is another. */
export function kalturaPlayerScript(): Promise<string> {
  return fetched ??= cached();
}

async function cached(): Promise<string> {
  const path = new URL(`${SHA256}.js`, CACHE);
  const known = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  if (known !== null) return known;
  const script = await download();
  const hash = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(script),
  );
  if (new Uint8Array(hash).toHex() !== SHA256) {
    throw new Error(`${PACKAGE} is not the one that was expected`);
  }
  await Deno.mkdir(CACHE, { recursive: true });
  await Deno.writeTextFile(path, script);
  return script;
}

async function download(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "cowatch-playkit-" });
  try {
    const name = (await run("npm", ["pack", "--silent", PACKAGE], folder))
      .trim();
    await run("tar", ["-xzf", name, FILE], folder);
    return await Deno.readTextFile(`${folder}/${FILE}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function run(
  program: string,
  args: string[],
  cwd: string,
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd,
  }).output();
  const text = new TextDecoder();
  if (!success) {
    throw new Error(`Cannot run ${program}: ${text.decode(stderr)}`);
  }
  return text.decode(stdout);
}

/** Answers what the player asks of the API; `null` for anything else. */
export function answerPlayer(
  script: string,
): (
  request: Request,
  kaltura: { isGoodKs(ks: string): boolean; api: string },
) => Promise<Response | null> {
  // As the real server sends it.
  const zipped = new Response(
    new Blob([script]).stream().pipeThrough(new CompressionStream("gzip")),
  ).arrayBuffer();
  return async (request, { isGoodKs, api }) => {
    const { pathname } = new URL(request.url);
    if (/^\/p\/123\/embedPlaykitJs\/uiconf_id\/456$/.test(pathname)) {
      return new Response(await zipped, {
        headers: {
          "content-type": "text/javascript; charset=utf-8",
          "content-encoding": "gzip",
        },
      });
    }
    if (pathname !== "/api_v3/service/multirequest") return null;
    const asked: unknown = await request.json();
    const text = JSON.stringify(asked);
    const [, ks = ""] = /"ks":"([^"{]+)"/.exec(text) ?? [];
    const [, entry = ""] = /"idEqual":"([^"]+)"|"redirectFromEntryId":"([^"]+)"/
      .exec(text)?.filter(Boolean) ?? [];
    return Response.json(
      isGoodKs(JSON.parse(`"${ks}"`))
        ? results(entry, api)
        : [REFUSED, REFUSED, REFUSED],
    );
  };
}

const REFUSED = {
  objectType: "KalturaAPIException",
  code: "INVALID_KS",
  message: 'Invalid KS "…", Error "-8,KS_EXPIRED"',
};

/** Entry, ways to play it, metadata. */
function results(entry: string, api: string): unknown[] {
  const action = entry === "0_forbidden"
    ? [{ type: 1, objectType: "KalturaAccessControlBlockAction" }]
    : [];
  return [
    {
      objects: [{
        id: entry,
        name: entry,
        description: "",
        dataUrl: "",
        type: 1,
        mediaType: 1,
        duration: 24,
        status: "2",
        objectType: "KalturaMediaEntry",
      }],
      totalCount: 1,
      objectType: "KalturaBaseEntryListResponse",
    },
    {
      sources: [{
        deliveryProfileId: 1,
        format: "applehttp",
        protocols: "http,https",
        flavorIds: "1,2,3",
        url: `${api}/p/123/sp/12300/playManifest/entryId/${entry}/a.m3u8`,
        drm: [],
        objectType: "KalturaPlaybackSource",
      }],
      playbackCaptions: [],
      flavorAssets: [],
      actions: action,
      messages: [],
      objectType: "KalturaPlaybackContext",
    },
    { objects: [], totalCount: 0, objectType: "KalturaMetadataListResponse" },
  ];
}
