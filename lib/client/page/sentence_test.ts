import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import { tryingAgain } from "./sentence.ts";

Deno.test("[U25] while the page tries again by itself, nobody is asked to", () => {
  const cases = {
    "The video library is busy. Try again in a moment.":
      "The video library is busy. Cowatch tries again by itself.",
    "Cowatch cannot be reached. Check your connection and try again.":
      "Cowatch cannot be reached. Check your connection. Cowatch tries again by itself.",
    "You are offline. The video goes on when you are back.":
      "You are offline. The video goes on when you are back. Cowatch tries again by itself.",
    "This broadcast is not on air now. It starts here by itself when it is.":
      "This broadcast is not on air now. It starts here by itself when it is.",
    "Try again.": "Cowatch tries again by itself.",
  };
  for (const [sentence, told] of Object.entries(cases)) {
    assertEquals(tryingAgain(sentence), told);
  }
});
