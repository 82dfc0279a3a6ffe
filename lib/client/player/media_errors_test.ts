import "@/tests/support/english.ts";
import { assertEquals } from "@std/assert";
import { t } from "../../shared/texts.ts";
import { refusalOf } from "./media_errors.ts";

/** A request that our server has refused. */
function refused(code: string): XMLHttpRequest {
  return {
    status: 422,
    responseType: "",
    responseURL: "https://cowatch.example/api/videos/v/manifest.m3u8",
    responseText: JSON.stringify({ error: "A sentence.", code }),
  } as XMLHttpRequest;
}

Deno.test("[M13] what no device can play is not said to be this device's fault", () => {
  const messages = ["media_unreadable", "media_host_refused"].map((code) =>
    refusalOf(refused(code))?.failed
  );
  assertEquals(messages, [
    { kind: "unsupported", message: t().media.unreadable },
    { kind: "unsupported", message: t().media.unknownHost },
  ]);
});
