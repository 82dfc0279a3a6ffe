/**
 * All that the doctor looks at, in the order in which one would mend it.
 * @module
 */
import type { Config } from "@/lib/server/config/config.ts";
import type { Environment } from "@/lib/server/config/reader.ts";
import type { Log } from "@/lib/server/log/log.ts";
import type { HttpClient } from "@/lib/server/upstream/http_client.ts";
import { URL_MAPPINGS } from "@/lib/shared/url_mapping.ts";
import { publicHost, watchSetUpOf } from "../discord_setup/watch.ts";
import { examineCatalogue } from "./catalogue.ts";
import { examineDiscord } from "./discord.ts";
import { type Finding, skipped } from "./findings.ts";
import { examineFiles, examineFresh } from "./machine.ts";
import { examineSettings } from "./settings.ts";
import { examineStore } from "./store.ts";

/** The world around a server. */
export interface Patient {
  env: Environment;
  http: HttpClient;
  log: Log;
  now: () => number;
  /** Files that a process may open. */
  files: number;
  hasBuild: boolean;
  /** See {@linkcode examineStore}. */
  patienceMs?: number;
}

/** Looks at everything; what hangs on something wrong is skipped. @see SPEC O1 */
export async function examine(patient: Patient): Promise<Finding[]> {
  const { env, http, log, now, patienceMs } = patient;
  const { config, findings } = examineSettings(env);
  const first = [
    ...findings,
    examineFresh(patient.hasBuild),
  ];
  if (config === null) {
    return [
      ...first,
      skipped("discord", "Looked at when the settings are right."),
      skipped("catalogue", "Looked at when the settings are right."),
      skipped("store", "Looked at when the settings are right."),
    ];
  }
  const parts = await Promise.all([
    examineStore(config, {
      log,
      ...(patienceMs === undefined ? {} : { patienceMs }),
    }),
    examineDiscord({
      discord: config.discord,
      watch: watchSetUpOf(config),
      http,
      nowMs: now,
    }),
    examineCatalogue({ config, http, log, now }),
  ]);
  return [
    ...first,
    examineFiles(patient.files, config),
    ...parts.flat(),
    ...portal(config),
  ];
}

/** What Discord shows to nobody but its owner. @see SPEC O5 */
function portal({ discord, allowedHosts }: Config): Finding[] {
  if (discord.isFake) return [];
  const own = publicHost(allowedHosts) ?? "your server's name";
  const rows = Object.entries({ "/": own, ...URL_MAPPINGS })
    .map(([prefix, target]) => `${prefix.padEnd(8)}→ ${target}`);
  return [{
    check: "portal",
    verdict: "look",
    message: [
      "Discord tells nobody its URL mappings. Under Activities, URL Mappings",
      `of https://discord.com/developers/applications/${discord.clientId}`,
      "there must be, without https://:",
      ...rows,
    ].join("\n"),
  }];
}
