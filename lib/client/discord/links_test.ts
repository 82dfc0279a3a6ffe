import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import { watchLinks } from "./links.ts";

const HERE = "https://1.discordsays.com";

/** A page inside Discord that answers as told. */
function openPage(answer: () => Promise<{ opened: boolean | null }>) {
  const page = new EventTarget();
  const asked: string[] = [];
  const opened: string[] = [];
  const dispose = watchLinks({
    sdk: {
      commands: {
        openExternalLink({ url }) {
          asked.push(url);
          return answer();
        },
      },
    },
    root: page,
    origin: HERE,
    open: (url) => opened.push(url),
  });
  return {
    asked,
    opened,
    dispose,
    /** Presses something. @returns Whether the browser follows it by itself. */
    press(target: unknown) {
      const event = new Event("click", { cancelable: true });
      Object.defineProperty(event, "target", { value: target });
      return page.dispatchEvent(event);
    },
  };
}

const link = (href: string) => ({ closest: () => ({ href }) });
const arrive = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("[D7] outside links are Discord's to open, all others the browser's", () => {
  const { press, asked } = openPage(() => Promise.resolve({ opened: true }));
  assertEquals(press(link("https://discord.com/oauth2?a=1")), false);
  assertEquals(press(link(`${HERE}/#library`)), true);
  assertEquals(press(link("javascript:alert(1)")), true);
  assertEquals(press(link("mailto:a@b.example")), true);
  assertEquals(press({ closest: () => null }), true);
  assertEquals(press({}), true, "a document");
  assertEquals(asked, ["https://discord.com/oauth2?a=1"]);
});

Deno.test("[D7] [D4] a client too old to open links leaves it to the browser; a no is a no", async () => {
  const cases = [
    [() => Promise.reject({ code: 4002, message: "Invalid command" }), 1],
    [() => Promise.reject({ code: 4006, message: "No" }), 0],
    [() => Promise.resolve({ opened: false }), 0],
    [() => Promise.resolve({ opened: null }), 0],
  ] as const;
  for (const [answer, windows] of cases) {
    const { press, opened } = openPage(answer);
    press(link("https://discord.com/"));
    await arrive();
    assertEquals(opened.length, windows);
  }
});

Deno.test("[D7] outside Discord links are plain", () => {
  const { press, asked, dispose } = openPage(() =>
    Promise.resolve({ opened: true })
  );
  dispose();
  assertEquals(press(link("https://discord.com/")), true);
  assertEquals(asked, []);
});
