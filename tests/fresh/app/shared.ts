import { signal } from "@preact/signals";

/** Module state: one for all islands of a page. */
export const shared = signal(0);
