/**
 * The API's client before its code has come.
 * @module
 */
import { loadPart } from "../page/on_demand.ts";
import type { Api } from "./api.ts";

/** The API's client, loaded by its first call; a load that failed is tried again by the next. */
export function createApiOnDemand(
  load: () => Promise<{ createApi(): Api }> = () => import("./api.ts"),
): Api {
  let api: Api | null = null;
  let isDisposed = false;

  async function get(): Promise<Api> {
    if (api) return api;
    const { createApi } = await loadPart(load);
    // Two first calls at once share what came first.
    api ??= createApi();
    if (isDisposed) api.dispose();
    return api;
  }

  return {
    signIn: async (options) => await (await get()).signIn(options),
    // Nobody has signed in before the first call.
    isOver: () => api?.isOver() ?? false,
    ticket: async (...given) => await (await get()).ticket(...given),
    videos: async (...given) => await (await get()).videos(...given),
    collections: async () => await (await get()).collections(),
    play: async (...given) => await (await get()).play(...given),
    session: async (videoId) => await (await get()).session(videoId),
    extras: async (videoId) => await (await get()).extras(videoId),
    reportPlay: async (...given) => await (await get()).reportPlay(...given),
    dispose() {
      isDisposed = true;
      api?.dispose();
    },
  };
}
