/**
 * A person, as everybody may know them.
 * @module
 */
import * as v from "valibot";

/** Somebody signed in. `username`: their name on this server. */
export const Person = v.object({
  id: v.string(),
  username: v.string(),
  avatarUrl: v.nullable(v.string()),
});
/** See the schema of the same name. */
export type Person = v.InferOutput<typeof Person>;
