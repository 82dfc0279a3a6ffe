/**
 * The settings as the server will read them, and how strong their secrets are.
 * @module
 */
import {
  type Config,
  ConfigError,
  loadConfig,
} from "@/lib/server/config/config.ts";
import type { Environment } from "@/lib/server/config/reader.ts";
import { SECRET_NAMES } from "@/lib/server/config/settings.ts";
import { fault, type Finding, ok, warning } from "./findings.ts";
import { misspelt } from "./misspelt.ts";

/** What to do about a setting that is wrong. */
const MENDS: Readonly<Record<string, string>> = {
  SESSION_SECRET: "Set it to the output of `openssl rand -base64 32`.",
  DISCORD_CLIENT_ID:
    "Copy the Application ID from General Information in Discord's developer portal.",
  DISCORD_CLIENT_SECRET:
    "Copy the Client Secret from OAuth2 in Discord's developer portal (Reset Secret shows a new one).",
  DISCORD_BOT_TOKEN:
    "Copy the token from Bot in Discord's developer portal (Reset Token shows a new one).",
  DISCORD_PUBLIC_KEY:
    "Copy the Public Key from General Information in Discord's developer portal.",
  API_GATEWAY_URL:
    "Set it to the gateway's address with its path, such as https://gateway.example.com/api; or set up an account, see docs/deployment.md.",
  KALTURA_PARTNER_ID:
    "Copy the Partner ID from Settings, Integration Settings in Kaltura's console.",
};
const ANY_MEND = "The table in README.md says what may stand there.";

/** Fewest bits of chance in a secret that we take for random. Chosen: 32 hex digits have 100 or more by this count, words of that length fewer. */
const MIN_BITS = 96;

/** Addresses that only this machine reaches. */
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1|\[::1\])$/;

/** Reads the environment. @returns `config: null` where the server would not start. */
export function examineSettings(
  env: Environment,
): { config: Config | null; findings: Finding[] } {
  const findings = [...secretFindings(env), ...misspeltFindings(env)];
  try {
    const config = loadConfig(env);
    return { config, findings: [...describe(config), ...findings] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map((message) =>
      fault("settings", { message, mend: mendOf(message) })
    );
    return { config: null, findings: [...problems, ...findings] };
  }
}

function mendOf(problem: string): string {
  const [name = ""] = /\b[A-Z]+(_[A-Z]+)+\b/.exec(problem) ?? [];
  return MENDS[name] ?? ANY_MEND;
}

function describe(config: Config): Finding[] {
  const { mode, store, catalogue, roomAccess } = config;
  const found: Finding[] = [
    ok("settings", `${mode}; rooms in ${store}; videos from ${catalogue}.`),
  ];
  if (mode === "development") {
    found.push(warning("settings", {
      message: "This is a development start: it believes anybody, and shows " +
        "samples where no catalogue answers.",
      mend: "Set NODE_ENV=production where real people come.",
    }));
  } else if (roomAccess === "unverified") {
    found.push(warning("settings", {
      message:
        "ROOM_ACCESS=unverified: whoever knows a room's id may enter it.",
      mend: "Set DISCORD_BOT_TOKEN, and take ROOM_ACCESS away.",
    }));
  }
  const { trustedProxies, host } = config;
  if (trustedProxies > 0 && !LOOPBACK.test(host)) {
    found.push({
      check: "settings",
      verdict: "look",
      message:
        `TRUSTED_PROXIES=${trustedProxies}: whoever reaches this server ` +
        "past the proxy says what address they have. HOST=127.0.0.1 lets " +
        "nobody; in a container publish the port to the proxy only.",
    });
  }
  return found;
}

function misspeltFindings(env: Environment): Finding[] {
  return [...misspelt(env)].map(([name, meant]) =>
    warning("settings", {
      message: `${name} is no setting, and nothing reads it.`,
      mend: `Call it ${meant}, or take it away.`,
    })
  );
}

function secretFindings(env: Environment): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, string>();
  for (const name of SECRET_NAMES) {
    const value = env[name]?.trim();
    if (!value) continue;
    const mend = MENDS[name] ?? ANY_MEND;
    const disguise = disguiseOf(value);
    if (disguise !== null) {
      findings.push(
        fault("secrets", { message: `${name} ${disguise}.`, mend }),
      );
    }
    const twin = seen.get(value);
    if (twin !== undefined) {
      findings.push(fault("secrets", {
        message: `${name} is the same as ${twin}.`,
        mend: `Each has a value of its own. ${mend}`,
      }));
    }
    seen.set(value, name);
  }
  // Who runs Cowatch makes only this one up; the others are given to them.
  for (const secret of env.SESSION_SECRET?.trim().split(",") ?? []) {
    const weakness = secret.trim() === "" ? null : weaknessOf(secret.trim());
    if (weakness === null) continue;
    findings.push(fault("secrets", {
      message:
        `SESSION_SECRET can be guessed: ${weakness}. Who guesses it is ` +
        "anybody here.",
      mend: `${MENDS.SESSION_SECRET}`,
    }));
  }
  return findings.length > 0
    ? findings
    : [ok("secrets", "Those that are set look as they should.")];
}

/** What a value has around it that does not belong to it. */
function disguiseOf(value: string): string | null {
  if (/^(["']).*\1$/.test(value)) return "has quotes around it";
  if (/^Bot /i.test(value)) return `begins with "Bot "`;
  return /\s/.test(value) ? "has a space in it" : null;
}

/**
 * Why a secret is no random one.
 * @returns `null` where nothing speaks against it.
 * @see SPEC O2
 */
export function weaknessOf(secret: string): string | null {
  if (/secret|passw|change.?me|example|placeholder|your[-_ ]/i.test(secret)) {
    return "it holds the words of a placeholder";
  }
  if (/^(.{1,16}?)\1+.{0,15}$/.test(secret)) return "it repeats itself";
  return bitsIn(secret) < MIN_BITS ? "it is too regular" : null;
}

/** Shannon's entropy of its characters. */
function bitsIn(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    bits -= count * Math.log2(count / text.length);
  }
  return bits;
}
