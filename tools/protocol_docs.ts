/**
 * Writes `docs/protocol.md` from the schemas that server and browser share.
 * With `--check` it writes nothing and fails when the page is stale.
 *
 * Run: `deno run -A tools/protocol_docs.ts`
 * @module
 */
import { failOn } from "./sources.ts";
import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import {
  CLOSE_CODES,
  PLAIN_CLOSE,
} from "../lib/server/hub/connection/close_codes.ts";
import * as limits from "../lib/shared/limits.ts";
import * as protocol from "../lib/shared/room/protocol.ts";
import { VideoId } from "../lib/shared/video/video.ts";

/** What is used of a JSON schema. */
interface Json {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Json[];
  oneOf?: Json[];
  items?: Json;
  properties?: Record<string, Json>;
  required?: string[];
  additionalProperties?: Json | boolean;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
}

const PAGE = new URL("../docs/protocol.md", import.meta.url);
const SOURCES = [
  "room/protocol",
  "room/room",
  "video/video",
  "limits",
].map((name) => new URL(`../lib/shared/${name}.ts`, import.meta.url));

/** Types that messages refer to by name. */
const TYPES = {
  Room: protocol.Room,
  RoomPatch: protocol.RoomPatch,
  MembersPatch: protocol.MembersPatch,
  Timeline: protocol.Timeline,
  Gate: protocol.Gate,
  RoomVideo: protocol.RoomVideo,
  Member: protocol.Member,
  RoomSettings: protocol.RoomSettings,
  QueueItem: protocol.QueueItem,
  Action: protocol.Action,
  PresenceReport: protocol.PresenceReport,
  PublicReport: protocol.PublicReport,
  Command: protocol.Command,
  Id: protocol.Id,
  Rev: protocol.Rev,
  Rate: protocol.Rate,
  ControlMode: protocol.ControlMode,
  NetworkQuality: protocol.NetworkQuality,
  VideoId,
} satisfies Record<string, GenericSchema>;

/** Makes the page. */
export async function protocolPage(): Promise<string> {
  const comments = await docComments();
  const text = [
    "# The room protocol",
    "_Generated from `lib/shared/room/protocol.ts` by `deno task docs:protocol`. Do not edit._",
    INTRODUCTION,
    "## From the client",
    comments.get("ClientMessage") ?? "",
    ...messages(protocol.ClientMessage),
    "## Commands",
    comments.get("Command") ?? "",
    ...messages(protocol.Command),
    "## From the server",
    comments.get("ServerMessage") ?? "",
    ...messages(protocol.ServerMessage),
    "## Types",
    ...Object.entries(TYPES)
      .filter(([name]) => name !== "Command")
      .flatMap(([name, schema]) => [
        `### ${name}`,
        comments.get(name) ?? "",
        shape(jsonOf(schema)),
      ]),
    "## Limits",
    limitTable(comments),
    "## Close codes",
    closeTable(),
  ].join("\n\n");
  return await formatted(text);
}

const INTRODUCTION = `
Protocol ${limits.PROTOCOL_VERSION}. JSON over a WebSocket; every message is an
object with a \`type\`.

1. \`POST /api/room/ticket\` with the session token gives a ticket: it opens one
   socket, within ${limits.TICKET_TTL_MS / 1000} s.
2. \`GET /api/room?ticket=…&page=…\` opens the socket. \`page\` is a word of 8 to
   36 letters, digits, \`-\` or \`_\` that a page makes for itself and keeps: a new
   connection of the same page takes the old one's place.
3. The server speaks first: \`welcome\` with the whole room, later only changes.

Times are room time in ms since epoch unless they say otherwise; positions and
durations are seconds of media. A version is \`(epoch, rev)\`: \`rev\` grows by one
with each change, another \`epoch\` means that the past was lost. Clients ignore
messages and fields that they do not know; servers refuse them.`;

function jsonOf(schema: GenericSchema): Json {
  const definitions = Object.fromEntries(
    Object.entries(TYPES).filter(([, one]) => one !== schema),
  );
  return toJsonSchema(schema, { definitions, errorMode: "ignore" }) as Json;
}

function messages(union: GenericSchema): string[] {
  const { oneOf, anyOf } = jsonOf(union);
  return (oneOf ?? anyOf ?? []).flatMap((one) => {
    const { type, ...rest } = one.properties ?? {};
    return [`### \`${type?.const}\``, fields(rest, one.required ?? [])];
  });
}

function shape(json: Json): string {
  return json.properties
    ? fields(json.properties, json.required ?? [])
    : typeOf(json);
}

function fields(
  properties: Record<string, Json>,
  required: readonly string[],
): string {
  const rows = Object.entries(properties).map(([name, json]) =>
    `| \`${name}\`${required.includes(name) ? "" : "?"} | ${typeOf(json)} |`
  );
  return rows.length === 0
    ? "No fields."
    : ["| field | type |", "| --- | --- |", ...rows].join("\n");
}

/** A type in words. */
function typeOf(json: Json): string {
  if (json.$ref) {
    const name = json.$ref.split("/").at(-1) ?? "";
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (json.const !== undefined) return `\`${JSON.stringify(json.const)}\``;
  if (json.enum) return json.enum.map((one) => `\`"${one}"\``).join(" or ");
  const union = json.anyOf ?? json.oneOf;
  if (union) return union.map(typeOf).join(" or ");
  switch (json.type) {
    case "array":
      return `list of ${typeOf(json.items ?? {})}${
        json.maxItems === undefined ? "" : `, at most ${json.maxItems}`
      }`;
    case "object":
      return json.properties
        ? `{ ${
          Object.entries(json.properties).map(([name, one]) =>
            `${name}: ${typeOf(one)}`
          ).join(", ")
        } }`
        : `${typeOf(json.additionalProperties as Json)} by id`;
    default:
      return `${json.type ?? "anything"}${bounds(json)}`;
  }
}

function bounds(json: Json): string {
  const { minimum, maximum, minLength, maxLength, pattern } = json;
  const parts = [
    minimum === undefined ? "" : `from ${minimum}`,
    maximum === undefined ? "" : `to ${maximum}`,
    minLength === undefined && maxLength === undefined
      ? ""
      : `${minLength ?? 0} to ${maxLength ?? "any number of"} characters`,
    pattern === undefined ? "" : `like \`${pattern}\``,
  ].filter(Boolean);
  return parts.length === 0 ? "" : `, ${parts.join(" ")}`;
}

function limitTable(comments: ReadonlyMap<string, string>): string {
  return [
    "| name | value | what |",
    "| --- | --- | --- |",
    ...Object.entries(limits).map(([name, value]) =>
      `| \`${name}\` | ${value} | ${comments.get(name) ?? ""} |`
    ),
  ].join("\n");
}

function closeTable(): string {
  const all = Object.entries({ ...PLAIN_CLOSE, ...CLOSE_CODES });
  return [
    "| code | why |",
    "| --- | --- |",
    ...all.sort(([, a], [, b]) => a - b).map(([why, code]) =>
      `| ${code} | \`${why}\` |`
    ),
  ].join("\n");
}

/** The doc comments of exported constants, by name. */
async function docComments(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const (\w+)/g;
  for (const source of SOURCES) {
    const text = await Deno.readTextFile(source);
    for (const [, body = "", name = ""] of text.matchAll(comment)) {
      const lines = body.split("\n")
        .map((line) => line.replace(/^\s*\* ?/, "").trim());
      found.set(
        name,
        lines.join("\n").replace(/\{@linkcode (\w+)\}/g, "`$1`").trim(),
      );
    }
  }
  return found;
}

async function formatted(text: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { stdout } = await child.output();
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  const page = await protocolPage();
  if (!Deno.args.includes("--check")) {
    await Deno.writeTextFile(PAGE, page);
  } else if (await Deno.readTextFile(PAGE).catch(() => "") !== page) {
    failOn(["docs/protocol.md is stale: run `deno task docs:protocol`."]);
  }
}
