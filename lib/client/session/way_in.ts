/**
 * What the way in needs once the first frame stands: one part of the page's
 * script, loaded on demand.
 * @module
 */
export { parseLaunch } from "../launch/launch.ts";
export { createRoomLink } from "../room/link.ts";
export { createSignIn } from "./sign_in.ts";
