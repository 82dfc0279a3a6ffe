import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  formatDrift,
  formatMs,
  formatPlace,
  formatTime,
  speakTime,
} from "./format.ts";

Deno.test("[U7] times are written as the person's locale writes them", () => {
  const cases = [
    ["en", "0:05", "1:05", "12:00", "1:02:03"],
    ["de", "0:05", "1:05", "12:00", "1:02:03"],
    ["fi", "0.05", "1.05", "12.00", "1.02.03"],
    ["ar-EG", "٠:٠٥", "١:٠٥", "١٢:٠٠", "١:٠٢:٠٣"],
  ] as const;
  for (const [locale, ...texts] of cases) {
    assertEquals(
      [5, 65, 720, 3723].map((seconds) => formatTime(seconds, locale)),
      texts,
    );
  }
  assertEquals(
    [5, 65, 3723].map((seconds) => formatPlace(seconds)),
    ["00:05", "01:05", "1:02:03"],
  );
  assertEquals(formatPlace(65, "fi"), "01.05");
  assertEquals(formatTime(NaN), "0:00");
  assertEquals(formatTime(-3, "fi"), "0.00");
});

Deno.test("[U7] numbers follow the locale, words stay in the language of the texts", () => {
  assertEquals(formatMs(85, "de"), "85 ms");
  assertEquals(formatMs(1234, "en"), "1.2 s");
  assertEquals(formatMs(1234, "de"), "1,2 s");
  assertEquals(formatDrift(-1234, "ar-EG"), "١٫٢ s behind");
  assertEquals(formatDrift(0, "de"), "exactly on time");
  assertEquals(formatMs(null, "de"), "not known yet");
  assertEquals(speakTime(3723), "1 hour 2 minutes 3 seconds");
});

Deno.test("[U7] devices that cannot write durations show them as players do", () => {
  const { DurationFormat } = Intl;
  // A locale that nobody has formatted with before: formatters are kept.
  Reflect.deleteProperty(Intl, "DurationFormat");
  try {
    assertEquals(formatTime(65, "da"), "1:05");
    assertEquals(formatTime(3723, "da"), "1:02:03");
  } finally {
    Object.defineProperty(Intl, "DurationFormat", {
      value: DurationFormat,
      configurable: true,
      writable: true,
    });
  }
});

Deno.test("[U7] in English every time reads as before", () => {
  fc.assert(fc.property(fc.nat({ max: 400_000 }), (seconds) => {
    const [hours, minutes, rest] = [
      Math.floor(seconds / 3600),
      Math.floor(seconds / 60) % 60,
      seconds % 60,
    ];
    const two = (n = 0) => String(n).padStart(2, "0");
    assertEquals(
      formatTime(seconds),
      hours
        ? `${hours}:${two(minutes)}:${two(rest)}`
        : `${minutes}:${two(rest)}`,
    );
  }));
});
