import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createFrameLimit } from "./frame_limit.ts";

/** Bytes of a message that the tests allow. */
const MAX = 1000;

interface Frame {
  opcode: number;
  isLast: boolean;
  length: number;
  isMasked?: boolean;
}

/** A frame as it is on the wire. `sent`: bytes of its payload that are sent. */
function wire(
  { opcode, isLast, length, isMasked = true }: Frame,
  sent = length,
): Uint8Array {
  const extended = length > 65_535 ? 8 : length > 125 ? 2 : 0;
  const head = new Uint8Array(2 + extended + (isMasked ? 4 : 0));
  const view = new DataView(head.buffer);
  head[0] = (isLast ? 0x80 : 0) | opcode;
  head[1] = (isMasked ? 0x80 : 0) |
    (extended === 8 ? 127 : extended === 2 ? 126 : length);
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) view.setBigUint64(2, BigInt(length));
  // What a payload looks like says nothing: here it looks like heads.
  return new Uint8Array([...head, ...new Uint8Array(sent).fill(0x81)]);
}

const text = (length: number, isLast = true): Frame => ({
  opcode: 1,
  isLast,
  length,
});
const more = (length: number, isLast = false): Frame => ({
  opcode: 0,
  isLast,
  length,
});

Deno.test("[R50] messages up to the limit pass, in one frame or in many, with control frames in between", () => {
  const take = createFrameLimit(MAX);
  const ping: Frame = { opcode: 9, isLast: true, length: 125 };
  for (let n = 0; n < 3; n++) {
    for (
      const frame of [
        text(MAX),
        text(0),
        text(400, false),
        ping,
        more(400),
        ping,
        more(200, true),
        { ...text(126), isMasked: false },
      ]
    ) assert(take(wire(frame)), JSON.stringify(frame));
  }
});

Deno.test("[R50] what is too long is known from its head, before it comes", () => {
  for (const length of [MAX + 1, 65_535, 65_536, 2 ** 40]) {
    assertEquals(createFrameLimit(MAX)(wire(text(length), 0)), false);
  }
  const take = createFrameLimit(MAX);
  assert(take(wire(text(600, false))));
  assertEquals(take(wire(more(401), 0)), false);
  // Once is enough.
  assertEquals(take(wire(text(1))), false);
});

Deno.test("[R50] a message that never ends is stopped at the limit", () => {
  const take = createFrameLimit(MAX);
  let frames = 0;
  while (take(wire(frames === 0 ? text(10, false) : more(10)))) frames++;
  assertEquals(frames, MAX / 10);
});

Deno.test("[R50] it does not matter how the bytes are cut", () => {
  const frame = fc.record({
    opcode: fc.constantFrom(0, 1, 2, 9),
    isLast: fc.boolean(),
    length: fc.oneof(fc.nat(130), fc.integer({ min: 0, max: 1200 })),
    isMasked: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 12 }),
      fc.array(fc.nat(40), { maxLength: 60 }),
      (frames, cuts) => {
        const bytes = new Uint8Array(frames.flatMap((one) => [...wire(one)]));
        const whole = createFrameLimit(MAX)(bytes);
        const take = createFrameLimit(MAX);
        let at = 0;
        let result = true;
        for (const cut of cuts) result = take(bytes.subarray(at, at += cut));
        assertEquals(take(bytes.subarray(at)), whole);
        assert(result || !whole);
      },
    ),
    { numRuns: 500 },
  );
});
