/**
 * All of Kaltura under its own names: API, CDN, pictures and analytics of one
 * account, for a server in production.
 * @module
 */
import {
  createFakeKalturaApi,
  type FakeKalturaApi,
  type FakeKalturaOptions,
} from "./fake_kaltura_api.ts";
import { type FakeKaltura, startFakeKaltura } from "./fake_kaltura.ts";
import { type KalturaFront, startKalturaFront } from "./kaltura_front.ts";

interface AllKaltura extends AsyncDisposable {
  api: FakeKalturaApi;
  media: FakeKaltura;
  front: KalturaFront;
  /** What Discord's portal maps, for `startDiscord()`. */
  mappings: Record<string, string>;
}

const SAMPLE = new URL(
  "../../../static/samples/sample-orbit/",
  import.meta.url,
);

/** Starts it. */
export async function startAllKaltura(
  options: FakeKalturaOptions,
): Promise<AllKaltura> {
  const api = createFakeKalturaApi(options);
  const media = startFakeKaltura({
    names: {
      api: "https://cdnapisec.kaltura.com",
      cdn: "https://cfvod.kaltura.com",
    },
    mayPlay: api.mayPlay,
  });
  const origins: Readonly<Record<string, string>> = {
    "cdnapisec.kaltura.com": media.api,
    "cfvod.kaltura.com": media.cdn,
  };
  const front = await startKalturaFront(async (request) => {
    const { hostname, pathname, search } = new URL(request.url);
    const told = await api.answer(request);
    if (told) return told;
    if (/^\/p\/\d+\/(sp\/\d+\/)?thumbnail\//.test(pathname)) {
      const name = pathname.includes("/vid_slices/") ? "strip" : "thumb";
      return new Response(
        await Deno.readFile(new URL(`${name}.jpg`, SAMPLE)),
        { headers: { "content-type": "image/jpeg" } },
      );
    }
    const origin = origins[hostname];
    if (origin === undefined) {
      return new Response("not here", { status: 404 });
    }
    return await fetch(origin + pathname + search, {
      headers: request.headers,
      redirect: "manual",
    });
  });
  return {
    api,
    media,
    front,
    mappings: { "/k/api": media.api, "/k/vod": media.cdn },
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await media[Symbol.asyncDispose]();
    },
  };
}
