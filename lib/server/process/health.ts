/**
 * Whether this instance wants traffic.
 * @module
 */
import type { Services } from "../services.ts";

/** Answer of `GET /api/health`. */
interface Health {
  status: "ok" | "draining" | "store_down";
  version: string;
  store: string;
}

/** Asks the hub and the store. Never throws. */
export async function health(
  { config, hub, store }: Pick<Services, "config" | "hub" | "store">,
): Promise<Health> {
  const status = hub.isDraining
    ? "draining"
    : await store.isHealthy()
    ? "ok"
    : "store_down";
  return { status, version: config.version, store: config.store };
}
