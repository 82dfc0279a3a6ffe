import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { ActionText } from "@/components/player/ActionText.tsx";
import { Explain } from "@/components/Explain.tsx";
import { Action, type Room } from "@/lib/shared/room/protocol.ts";
import type { Texts } from "@/lib/shared/texts.ts";
import { fakeRoom } from "@/tests/support/fake_app_model.ts";
import { OTHERS, speaking, TEXTS } from "./languages.ts";

const HOSTILE = "<b>\u05d0da</b>";
const KINDS = Action.entries.kind.options;

/** Rooms as deeds leave them: each way that a kind is told. */
const ROOMS: Partial<Room>[] = [
  {},
  { host: "ben", settings: { control: "everyone", waitForAll: false } },
  {
    queue: [{
      id: "q",
      by: "ada",
      video: { id: "v2", title: HOSTILE, duration: 60 },
    }],
  },
];

/** Each deed in each room, as who did it reads it and as another does. */
function* deeds() {
  for (const kind of KINDS) {
    for (const over of ROOMS) {
      for (const myId of ["ada", "ben", null]) yield { kind, over, myId };
    }
  }
}

function html(
  { kind, over, myId }: {
    kind: Action["kind"];
    over: Partial<Room>;
    myId: string | null;
  },
): string {
  const action = { by: "ada", username: HOSTILE, kind, rev: 1 };
  return renderToString(
    <ActionText
      action={action}
      room={fakeRoom(over)}
      myId={myId}
      locale="en-US"
    />,
  );
}

Deno.test("[U76] each deed is told in each language, by names that stay themselves", async () => {
  assert(KINDS.length > 15);
  for (const [language, texts] of OTHERS) {
    for (const deed of deeds()) {
      const note = `${language} ${JSON.stringify(deed)}`;
      const told = await speaking(texts, () => html(deed));
      const english = await speaking(TEXTS.en, () => html(deed));
      assert(told !== english, note);
      assert(!/undefined|[{}]/.test(told), `${note}: ${told}`);
      // What is not mine begins with a name, which is text and isolated.
      const names = told.split("<bdi>&lt;b>\u05d0da&lt;/b></bdi>").length - 1;
      const isByMe = deed.myId === "ada";
      assert(isByMe || names > 0, `${note}: ${told}`);
      assert(!told.includes("<b>"), note);
      const outside = told.replaceAll(/<bdi>[^<]*<\/bdi>/g, "");
      assert(!outside.includes("\u05d0"), `${note}: ${told}`);
    }
  }
});

Deno.test("[U76] English tells who did it, to whom, and where it led", async () => {
  await speaking(TEXTS.en, () => {
    const text = (over: Partial<Room>, kind: Action["kind"], myId = "ben") =>
      html({ kind, over, myId }).replaceAll(/<[^>]*>/g, "");
    assertEquals(
      text({ host: "ben" }, "hand_over"),
      "&lt;b>\u05d0da&lt;/b> made you host",
    );
    assertEquals(
      text({ host: "ben" }, "hand_over", "ada"),
      "You made Ben host",
    );
    assertEquals(
      text({ host: null }, "hand_over", "ada"),
      "You made somebody host",
    );
    assertEquals(text({}, "rate", "ada"), "You set the speed to 1×");
  });
});

Deno.test("[U41] [U76] what a browser outside Discord reads is in its reader's language", async () => {
  const words = ({ explain }: Texts) => Object.values(explain);
  for (const texts of Object.values(TEXTS)) {
    const page = await speaking(
      texts,
      () => renderToString(<Explain clientId="1" />),
    );
    for (const text of words(texts)) assert(page.includes(text), text);
  }
});
