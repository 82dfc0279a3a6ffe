/**
 * One look at the catalogue when the server starts: who has set it up wrong
 * reads so at once, and not in the words of the first viewer.
 * @module
 */
import { DomainError } from "../../shared/errors.ts";
import type { Config } from "../config/config.ts";
import type { Log } from "../log/log.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { isFailure } from "../catalogue/faults.ts";

/** Looks, and logs what it finds; nothing waits for it. @see SPEC C8, V18 */
export async function lookAtCatalogue(
  { catalogue, config, log }: {
    catalogue: Catalogue;
    config: Pick<Config, "gateway" | "kalturaApi" | "mode">;
    log: Log;
  },
): Promise<void> {
  const address = catalogue.name === "gateway"
    ? config.gateway.url
    : config.kalturaApi.url;
  const found = { catalogue: catalogue.name, address };
  try {
    await catalogue.check();
    log.info("catalogue_found", found);
  } catch (error) {
    // What is no refusal of the catalogue's is a fault of ours.
    if (!(error instanceof DomainError)) throw error;
    const then = config.mode === "development"
      ? " Samples stand in for it."
      : " Nobody can watch until then.";
    const why = isFailure(error)
      ? `Nothing answers at ${address}. Is it running?`
      : `What answers at ${address} is not set up right: ${wordsOf(error)}.`;
    log[config.mode === "development" ? "warn" : "error"]("catalogue_fault", {
      ...found,
      message: why + then,
      error,
    });
  }
}

function wordsOf({ code, cause }: DomainError): string {
  return typeof cause === "string" ? cause : code;
}
