/** Query parameter that names the build a URL is for. */
export const BUILD_PARAM = "__frsh_c";

let buildId = "";

/** Tells which build pages are rendered for. */
export function setBuildId(id: string): void {
  buildId = id;
}

/** Makes the URL of a static file cacheable for ever: a new build has a new URL. */
export function asset(path: string): string {
  if (buildId === "" || !path.startsWith("/") || path.startsWith("//")) {
    return path;
  }
  const [rest, hash] = path.split("#", 2);
  if (rest === undefined || rest.includes(`${BUILD_PARAM}=`)) return path;
  const mark = rest.includes("?") ? "&" : "?";
  return `${rest}${mark}${BUILD_PARAM}=${buildId}${hash ? `#${hash}` : ""}`;
}

/** {@linkcode asset} for each URL of a `srcset`. */
export function assetSrcSet(srcset: string): string {
  return srcset.split(",").map((part) => {
    const [url = "", ...size] = part.trim().split(/\s+/);
    return [asset(url), ...size].join(" ");
  }).join(", ");
}
