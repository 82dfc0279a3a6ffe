/**
 * Makes pictures of every state in every window for `docs/screens/`, and those
 * that the tests compare with.
 *
 * Run: `deno task screens [state…]`; only the kept ones with `--kept`. Needs
 * Chromium and ffmpeg.
 * @module
 */
import { launchChromium } from "@/tests/support/browser.ts";
import { helpIfAsked } from "@/tools/help.ts";
import { animate } from "./animate.ts";
import { type Gallery, openGallery } from "./gallery.ts";
import { fileOf, FOLDER, KEPT, MADE_BY, STILL } from "./kept.ts";
import { type LayoutName, LAYOUTS, type StateName, STATES } from "./states.ts";

helpIfAsked(import.meta);

const DOCS = new URL("../../docs/screens/", import.meta.url);
/** Quality of the pictures in the docs, of 100. Chosen: words stay sharp. */
const QUALITY = 62;
/** Where the moving picture is; `deno task screens moving` makes it alone. */
const MOVING = new URL("../images/together.webp", DOCS).pathname;

const wanted = Deno.args.filter((arg) => !arg.startsWith("--"));
const states = (Object.keys(STATES) as StateName[])
  .filter((state) => wanted.length === 0 || wanted.includes(state));
const layouts = Object.keys(LAYOUTS) as LayoutName[];

const browser = await launchChromium();
try {
  await using gallery = await openGallery(browser);
  if (!Deno.args.includes("--kept")) await shootDocs(gallery);
  if (wanted.includes("moving")) await animate(browser, MOVING);
  if (wanted.length === 0) {
    await shootKept(gallery, browser.version());
    await animate(browser, MOVING);
  }
} finally {
  await browser.close();
}

async function shootDocs(gallery: Gallery): Promise<void> {
  await Deno.mkdir(DOCS, { recursive: true });
  for (const state of states) {
    for (const layout of layouts) {
      await gallery.show({ state, layout });
      const png = await gallery.page.screenshot();
      await writeWebp(png, {
        path: new URL(`${state}-${layout}.webp`, DOCS).pathname,
        // Nobody needs each pixel of the widest window.
        width: Math.min(960, LAYOUTS[layout].width),
      });
    }
  }
  await Deno.writeTextFile(new URL("README.md", DOCS), contents());
}

async function writeWebp(
  png: Uint8Array,
  { path, width }: { path: string; width: number },
): Promise<void> {
  const child = new Deno.Command("ffmpeg", {
    args: [
      ...["-v", "error", "-y", "-f", "png_pipe", "-i", "-"],
      ...["-vf", `scale=${width}:-2:flags=lanczos`],
      ...["-c:v", "libwebp", "-quality", String(QUALITY)],
      ...["-compression_level", "6", "-bitexact", path],
    ],
    stdin: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  await input.write(new Uint8Array(png));
  await input.close();
  const { success } = await child.status;
  if (!success) throw new Error(`ffmpeg could not write ${path}`);
}

async function shootKept(gallery: Gallery, version: string): Promise<void> {
  await Deno.mkdir(FOLDER, { recursive: true });
  await gallery.page.addStyleTag({ content: STILL });
  for (const view of KEPT) {
    await gallery.show(view);
    await Deno.writeFile(fileOf(view), await gallery.page.screenshot());
  }
  await Deno.writeTextFile(MADE_BY, `Chromium ${version}\n`);
}

/** A page that shows them all. */
function contents(): string {
  const sections = (Object.keys(STATES) as StateName[]).map((state) =>
    [
      `## ${state}`,
      "",
      ...layouts.map((layout) => `![${layout}](${state}-${layout}.webp)`),
    ].join("\n")
  );
  return [
    "# Every state, in every window",
    "",
    `Made by \`deno task screens\`, in this order: ${layouts.join(", ")}.`,
    "",
    sections.join("\n\n"),
    "",
  ].join("\n");
}
