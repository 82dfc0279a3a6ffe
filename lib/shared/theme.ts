/**
 * The colours that a person has chosen in Discord.
 * @module
 */

/** `midnight` is a dark one on black. What lies over the film is dark in each. */
type Theme = "light" | "dark" | "midnight";

/**
 * The theme that Discord names in the address of the frame. Of its four names
 * (`light`, `dark`, `darker`, `midnight`) two are nearly the same; one that is
 * missing or new is `dark`, which suits films.
 * @see SPEC U61
 */
export function themeOf(query: URLSearchParams): Theme {
  const told = query.get("theme");
  return told === "light" || told === "midnight" ? told : "dark";
}
