import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { PresenceReport } from "./protocol.ts";
import { skewOf } from "./skew.ts";

function playing(driftMs?: number, buffering = false): PresenceReport {
  return {
    status: "active",
    playbackState: { isPlaying: true, currentTime: 3, buffering },
    ...(driftMs === undefined ? {} : { driftMs }),
  };
}

Deno.test("[S22] skew is over all pairs who play: p50 and p95", () => {
  assertEquals(skewOf([playing(-10), playing(15)]), {
    p50Ms: 25,
    p95Ms: 25,
    viewers: 2,
  });
  // Pairs: 5, 40, 45.
  assertEquals(skewOf([playing(0), playing(5), playing(-40)]), {
    p50Ms: 40,
    p95Ms: 45,
    viewers: 3,
  });
});

Deno.test("[S22] who stands still, buffers or knows no drift has no say", () => {
  const paused: PresenceReport = {
    status: "active",
    playbackState: { isPlaying: false, currentTime: 3, buffering: false },
    driftMs: 9000,
  };
  const silent: PresenceReport = { status: "away" };
  assertEquals(skewOf([]), null);
  assertEquals(skewOf([playing(5), paused, silent, playing()]), null);
  assertEquals(
    skewOf([playing(5), paused, playing(8000, true), playing(6)])?.p95Ms,
    1,
  );
});

Deno.test("[R42] who says to be on another scene has no say in how far apart the others are", () => {
  const near = [playing(3), playing(-4), playing(5)];
  const skew = skewOf(near);
  for (const lie of [86_400_000, -86_400_000, 60_010]) {
    assertEquals(skewOf([...near, playing(lie)]), skew);
  }
});

Deno.test("[S22] skew is what the widest pair has at most, whoever comes first", () => {
  const drifts = fc.array(fc.double({ min: -3e4, max: 3e4, noNaN: true }), {
    minLength: 2,
    maxLength: 40,
  });
  fc.assert(fc.property(drifts, (all) => {
    const skew = skewOf(all.map((one) => playing(one)));
    assert(skew !== null);
    const widest = Math.max(...all) - Math.min(...all);
    assert(skew.p50Ms <= skew.p95Ms && skew.p95Ms <= Math.round(widest));
    assertEquals(skewOf(all.toReversed().map((one) => playing(one))), skew);
  }));
});
