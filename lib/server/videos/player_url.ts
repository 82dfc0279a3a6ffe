/**
 * The address of Kaltura's player as browsers get it.
 * @module
 */

/** The player's path, with whatever a catalogue writes before it. */
const PATH =
  /\/p\/(\d+)\/(?:sp\/\d+\/)?embedPlaykitJs\/uiconf_id\/(\d+)(?:\/|$)/;

/**
 * Makes it of the catalogue's: on the host that the portal maps, and without
 * the KS, which a script's address has no need of.
 * @param options `cdnUrl`: origin of Kaltura.
 * @returns `null` for an address of anything else: a script of a stranger must not run.
 * @see SPEC V16
 */
export function playerUrl(
  address: string | undefined,
  { id, cdnUrl }: { id: string; cdnUrl: string },
): string | null {
  const path = URL.parse(address ?? "")?.pathname ?? "";
  const [, partnerId, uiConfId] = PATH.exec(path) ?? [];
  return partnerId === undefined || uiConfId === undefined
    ? null
    : `${cdnUrl}/p/${partnerId}/embedPlaykitJs/uiconf_id/${uiConfId}` +
      `?entry_id=${id}`;
}
