import { assertEquals } from "@std/assert";
import {
  arrive,
  attend,
  type Attention,
  attentionAt,
  type AttentionEvent,
} from "./attention.ts";

type Step = [atS: number, event: AttentionEvent];
const CASES: {
  name: string;
  steps: Step[];
  at: number;
  is: Attention;
}[] = [
  { name: "[P14] a newcomer is active", steps: [], at: 0, is: "active" },
  {
    name: "[P14] two minutes without a deed make a person away",
    steps: [[10, { type: "interacted" }]],
    at: 130,
    is: "away",
  },
  {
    name: "[P14] just before, they are active",
    steps: [[10, { type: "interacted" }]],
    at: 129.999,
    is: "active",
  },
  {
    name: "[P14] a deed brings them back at once",
    steps: [[200, { type: "interacted" }]],
    at: 200,
    is: "active",
  },
  {
    name: "[P15] a hidden page makes them inactive",
    steps: [[5, { type: "page", isHidden: true }]],
    at: 6,
    is: "inactive",
  },
  {
    name: "[P15] a tile makes them inactive",
    steps: [[5, { type: "layout", isTile: true }]],
    at: 6,
    is: "inactive",
  },
  {
    name: "[P15] hidden counts before away, the room does not wait for them",
    steps: [[5, { type: "page", isHidden: true }]],
    at: 500,
    is: "inactive",
  },
  {
    name: "[P15] who comes back to the page is active",
    steps: [
      [5, { type: "page", isHidden: true }],
      [500, { type: "page", isHidden: false }],
    ],
    at: 501,
    is: "active",
  },
  {
    name: "[P15] a page reported as visible twice is no deed",
    steps: [[119, { type: "page", isHidden: false }]],
    at: 121,
    is: "away",
  },
  {
    name: "[P15] back from the tile after long, still away",
    steps: [
      [5, { type: "layout", isTile: true }],
      [500, { type: "layout", isTile: false }],
    ],
    at: 501,
    is: "away",
  },
  {
    name: "[P16] who speaks is active, however long",
    steps: [[5, { type: "voice", isSpeaking: true }]],
    at: 1000,
    is: "active",
  },
  {
    name: "[P16] two minutes count from the last word",
    steps: [
      [5, { type: "voice", isSpeaking: true }],
      [300, { type: "voice", isSpeaking: false }],
    ],
    at: 419,
    is: "active",
  },
  {
    name: "[P16] and no longer",
    steps: [
      [5, { type: "voice", isSpeaking: true }],
      [300, { type: "voice", isSpeaking: false }],
    ],
    at: 420,
    is: "away",
  },
];

for (const { name, steps, at, is } of CASES) {
  Deno.test(name, () => {
    let state = arrive(0);
    for (const [atS, event] of steps) state = attend(state, event, atS * 1000);
    assertEquals(attentionAt(state, at * 1000), is);
  });
}
