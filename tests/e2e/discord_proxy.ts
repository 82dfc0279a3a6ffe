/**
 * Discord around a server under test: `https://discord.com` with the Activity
 * in a frame from `https://<client id>.discordsays.com`, whose proxy replaces
 * the policy, puts its nonce on inline scripts and passes WebSockets on.
 * Source: headers as Discord's proxy was seen to send them; by request routing, nothing leaves the machine.
 * @module
 */
import * as esbuild from "esbuild";
import type { Browser, Page } from "playwright-core";
import { createFakeDiscord } from "@/lib/server/discord/fake_discord.ts";
import * as v from "valibot";
import { holdBack } from "@/tests/support/browser.ts";
import { AuthorizeRequest } from "@/lib/server/discord/fake_discord.ts";

/** The application under test. */
export const APP = {
  clientId: "123456789012345678",
  clientSecret: "canary-client-secret",
};

const ROOT = new URL("../../", import.meta.url).pathname;

/** Discord's servers: an API for the server under test, and pages for browsers. */
interface DiscordWorld {
  apiUrl: string;
  /** Opens the Activity as somebody of the cast. */
  open(
    browser: Browser,
    options: { server: string; person: string; instance: string },
  ): Promise<{ page: Page; violations: string[] }>;
  /** A code of somebody who is in an instance. */
  codeFor(person: string, instance: string): string | null;
  close(): Promise<void>;
}

/** Closes a browser whose pages still ask for things: what is under way then is nobody's. */
export async function closeBrowser(browser: Browser): Promise<void> {
  const pages = browser.contexts().flatMap((context) => context.pages());
  await Promise.all(
    pages.map((page) => page.unrouteAll({ behavior: "ignoreErrors" })),
  );
  await browser.close();
}

/** Options of {@linkcode startDiscord}. */
interface DiscordOptions {
  /** The portal's mappings: a prefix of the Activity's origin, and where it leads. @default {none but the app} */
  mappings?: Readonly<Record<string, string>>;
}

/** Starts Discord. */
export async function startDiscord(
  { mappings = {} }: DiscordOptions = {},
): Promise<DiscordWorld> {
  const fake = createFakeDiscord(APP);
  const api = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => fake.answer(request, new URL(request.url).pathname.slice(1)),
  );
  const apiUrl = `http://127.0.0.1:${api.addr.port}`;
  const script = await bundle();

  return {
    apiUrl,
    async open(browser, { server, person, instance }) {
      const origin = `https://${APP.clientId}.discordsays.com`;
      const context = await browser.newContext({
        viewport: { width: 1200, height: 800 },
      });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const violations: string[] = [];
      page.on("console", (message) => {
        if (/Content Security Policy/.test(message.text())) {
          violations.push(message.text());
        }
      });
      await page.route("https://discord.com/**", async (route) => {
        const { pathname } = new URL(route.request().url());
        const body = () => JSON.parse(route.request().postData() ?? "{}");
        if (pathname === "/test/authorize") {
          const code = fake.authorize(v.parse(AuthorizeRequest, body()));
          return await route.fulfill({ json: { code } });
        }
        if (pathname === "/test/token") {
          const me = await fetch(`${apiUrl}/users/@me`, {
            headers: { authorization: `Bearer ${body().token}` },
          });
          return await route.fulfill({ json: await me.json() });
        }
        await route.fulfill({
          contentType: "text/html",
          body:
            `<!doctype html><style>html,body,iframe{margin:0;border:0;width:100%;height:100%}</style><body><script type="module">${script}</script>`,
        });
      });
      await page.route(`${origin}/**`, async (route) => {
        await holdBack(route);
        const url = new URL(route.request().url());
        const path = url.pathname + url.search;
        const [prefix, target] = Object.entries(mappings).find(([prefix]) =>
          path.startsWith(`${prefix}/`)
        ) ?? ["", server];
        try {
          const answer = await route.fetch({
            url: target + path.slice(prefix.length),
            headers: {
              ...await route.request().allHeaders(),
              host: new URL(target).host,
            },
          });
          await route.fulfill(await asProxied(answer, origin));
        } catch (error) {
          // Who has closed the page waits for no answer.
          if (!page.isClosed() && browser.isConnected()) {
            throw error;
          }
        }
      });
      await page.routeWebSocket(
        `wss://${APP.clientId}.discordsays.com/**`,
        (client) => {
          const url = new URL(client.url());
          const upstream = new WebSocket(
            server.replace("http", "ws") + url.pathname + url.search,
            { headers: { origin } } as never,
          );
          const waiting: string[] = [];
          upstream.onopen = () => {
            for (const message of waiting) upstream.send(message);
          };
          upstream.onmessage = ({ data }) => client.send(data);
          upstream.onclose = ({ code, reason }) =>
            client.close({ code, reason });
          client.onMessage((message) => {
            const text = String(message);
            if (upstream.readyState === WebSocket.OPEN) upstream.send(text);
            else waiting.push(text);
          });
          client.onClose(() => upstream.close());
        },
      );
      const query = new URLSearchParams({
        person,
        instance,
        client: APP.clientId,
      });
      await page.goto(`https://discord.com/channels/1/2?${query}`);
      return { page, violations };
    },
    codeFor: (person, instance) =>
      fake.authorize({ person, instance, scopes: ["identify"] }),
    close: () => api.shutdown(),
  };
}

/** What Discord's proxy makes of an answer. */
async function asProxied(
  answer: Awaited<ReturnType<Page["request"]["get"]>>,
  origin: string,
) {
  const headers = answer.headers();
  const type = headers["content-type"] ?? "";
  if (!type.startsWith("text/html")) {
    return { status: answer.status(), headers, body: await answer.body() };
  }
  const nonce = crypto.randomUUID();
  const ws = origin.replace("https", "wss");
  return {
    status: answer.status(),
    headers: {
      "content-type": type,
      "content-security-policy": [
        "default-src 'self'",
        `script-src 'self' 'unsafe-eval' 'nonce-${nonce}' blob:`,
        "style-src 'self' 'unsafe-inline'",
        `connect-src ${origin}/ ${ws}/ https://discord.com/api/`,
        "media-src 'self' blob: data:",
        "img-src 'self' blob: data: https://cdn.discordapp.com/avatars/",
        "worker-src 'none'",
        `frame-src ${origin}/`,
      ].join("; "),
    },
    // Inline scripts only, and added to what is there.
    body: (await answer.text()).replaceAll(
      /<script(?![^>]*\ssrc=)/g,
      `<script nonce="${nonce}"`,
    ),
  };
}

async function bundle(): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [`${ROOT}tests/e2e/discord_page.ts`],
    bundle: true,
    write: false,
    format: "esm",
    absWorkingDir: ROOT,
    alias: { "@": ROOT.replace(/\/$/, "") },
  });
  await esbuild.stop();
  return (outputFiles[0]?.text ?? "").replaceAll("</script", "<\\/script");
}
