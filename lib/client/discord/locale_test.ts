import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import { watchLocale } from "./locale.ts";

function askFor(answer: Promise<unknown>) {
  const userSettingsGetLocale = () => answer as Promise<{ locale: string }>;
  return watchLocale({ commands: { userSettingsGetLocale } });
}

/** Lets what was answered arrive. */
const arrive = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("[U7] Discord's locale is taken in its canonical form", async () => {
  const locale = askFor(Promise.resolve({ locale: "sv-se" }));
  assertEquals(locale.value, null, "before it is known");
  await arrive();
  assertEquals(locale.value, "sv-SE");
});

Deno.test("[U7] [D4] what is no locale, and clients that know none, leave the texts' own", async () => {
  const answers = [
    () => Promise.resolve({ locale: "!!" }),
    () => Promise.resolve({ locale: "" }),
    () => Promise.resolve({ locale: "xx-klingon" }),
    () => Promise.resolve({}),
    () => Promise.reject({ code: 4002, message: "Invalid command" }),
    () => Promise.reject({ code: 4006, message: "Not authenticated" }),
  ];
  for (const answer of answers) {
    const locale = askFor(answer());
    await arrive();
    assertEquals(locale.value, null);
  }
});
