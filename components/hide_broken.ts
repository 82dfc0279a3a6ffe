/** Takes a picture away that does not load, so that what lies under it shows instead of the browser's sign. Its element needs its address as key. */
export function hideBroken(
  { currentTarget }: { currentTarget: HTMLImageElement },
): void {
  currentTarget.hidden = true;
}
