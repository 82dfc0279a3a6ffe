/**
 * The browser's model of the app: what islands see of a page's parts.
 * @module
 */
import type { AppModel } from "../model/app_model.ts";
import { connectParts } from "./connections.ts";
import { createParts } from "./parts.ts";
import { createChoices } from "./screen.ts";

/** Makes a model; `start()` begins all I/O. */
export function createApp(): AppModel {
  const parts = createParts();
  const { entrance, catalogue, searchBox, notices, reload } = parts;
  return {
    session: { phase: entrance.phase, me: parts.me, retry: entrance.retry },
    room: parts.room,
    screen: parts.screen,
    choices: createChoices(parts.onDemand.watching),
    volume: parts.volume,
    catalogue: {
      ...catalogue,
      query: searchBox.query,
      type: searchBox.type,
      search: searchBox.search,
      browseIn: searchBox.browseIn,
      collections: parts.collections.list,
    },
    discord: parts.discord,
    panel: parts.panel,
    reactions: parts.reactions,
    later: parts.onDemand.later,
    notices: {
      newest: notices.newest,
      fail: notices.fail,
      offersReload: reload.offersReload,
      reload: reload.reload,
    },
    start({ clientId, maxMembers }) {
      const disconnect = connectParts(parts, { maxMembers });
      entrance.enter({ clientId });
      return () => {
        parts.commands.dispose();
        entrance.leave();
        disconnect();
        searchBox.dispose();
        catalogue.dispose();
        parts.api.dispose();
      };
    },
  };
}
