/**
 * Names a build, as Fresh does: by the deployment or commit where the platform
 * tells one, else at random. So instances that build each for themselves, and
 * have neither, do not know each other's scripts.
 */
const source = Deno.env.get("DENO_DEPLOYMENT_ID") ||
  Deno.env.get("GITHUB_SHA") || Deno.env.get("CI_COMMIT_SHA") ||
  crypto.randomUUID();

const digest = await crypto.subtle.digest(
  "SHA-1",
  new TextEncoder().encode(source),
);

/** Id of the builds of this process, 40 hexadecimal digits. */
export const buildId: string = Array.from(
  new Uint8Array(digest),
  (byte) => byte.toString(16).padStart(2, "0"),
).join("");
