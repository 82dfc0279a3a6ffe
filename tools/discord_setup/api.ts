/**
 * Discord's API about the application itself, asked as its bot. Each call is
 * made once: whoever runs a task reads what came back, and runs it again.
 * @module
 */
import * as v from "valibot";
import { appVersion } from "@/lib/server/config/version.ts";
import {
  type HttpAnswer,
  type HttpClient,
  UpstreamError,
} from "@/lib/server/upstream/http_client.ts";

/** Deadline of a call, ms. Chosen: somebody waits at a terminal. */
const TIMEOUT_MS = 10_000;

const Localizations = v.nullish(v.record(v.string(), v.string()), null);
const Contexts = v.nullish(v.array(v.number()), null);

/** Something to enter. Source: Discord's documentation, "Application Command Option". */
const Option = v.object({
  type: v.number(),
  name: v.string(),
  name_localizations: Localizations,
  description: v.optional(v.string(), ""),
  description_localizations: Localizations,
  required: v.optional(v.boolean(), false),
  autocomplete: v.optional(v.boolean(), false),
  max_length: v.nullish(v.number(), null),
});

/** A command of the application. Source: Discord's documentation, "Application Command Object". */
export const Command = v.object({
  id: v.string(),
  type: v.optional(v.number(), 1),
  name: v.string(),
  name_localizations: Localizations,
  description: v.optional(v.string(), ""),
  description_localizations: Localizations,
  integration_types: Contexts,
  contexts: Contexts,
  handler: v.nullish(v.number(), null),
  options: v.optional(v.array(Option), []),
});
/** See the schema of the same name. */
export type Command = v.InferOutput<typeof Command>;

/** A command that is to be made. */
type NewCommand =
  & Omit<Command, "id" | "handler">
  & Partial<Pick<Command, "handler">>;

const InstallConfig = v.object({
  oauth2_install_params: v.optional(
    v.object({ scopes: v.array(v.string()), permissions: v.string() }),
  ),
});

/** The application. Source: Discord's documentation, "Application Object". */
export const Application = v.object({
  id: v.string(),
  name: v.string(),
  description: v.optional(v.string(), ""),
  flags: v.optional(v.number(), 0),
  /** The Public Key of the portal. */
  verify_key: v.optional(v.string()),
  interactions_endpoint_url: v.nullish(v.string(), null),
  redirect_uris: v.optional(v.array(v.string())),
  privacy_policy_url: v.nullish(v.string(), null),
  terms_of_service_url: v.nullish(v.string(), null),
  integration_types_config: v.nullish(
    v.record(v.string(), InstallConfig),
    null,
  ),
});
/** See the schema of the same name. */
export type Application = v.InferOutput<typeof Application>;

/** Discord did not do what was asked of it. */
export class DiscordRefusal extends Error {
  override name = "DiscordRefusal";
  /** Status; `null` where no answer came, or none that fits. */
  readonly status: number | null;

  /** @param told A sentence, with no secret in it. */
  constructor(told: string, status: number | null) {
    super(told);
    this.status = status;
  }
}

/** See the module. */
export interface ApplicationApi {
  application(): Promise<Application>;
  /** @param change Fields of the application; others stay. */
  edit(change: Partial<Application>): Promise<Application>;
  commands(): Promise<Command[]>;
  /** @param command `handler` is only for the one that opens the Activity. */
  createCommand(command: NewCommand): Promise<Command>;
  editCommand(id: string, change: Partial<Command>): Promise<Command>;
  deleteCommand(id: string): Promise<void>;
  /** @returns The status of a question for an instance that there is not. */
  askForNoInstance(): Promise<number>;
}

interface ApplicationApiOptions {
  apiUrl: string;
  clientId: string;
  botToken: string;
  http: HttpClient;
}

/** What Discord says of a mistake. Source: its documentation, "Error Messages". */
const ErrorAnswer = v.object({
  message: v.string(),
  code: v.optional(v.number(), 0),
  errors: v.optional(v.unknown()),
});

/** Makes a client. Its calls throw {@linkcode DiscordRefusal}. */
export function createApplicationApi(
  { apiUrl, clientId, botToken, http }: ApplicationApiOptions,
): ApplicationApi {
  const own = `/applications/${clientId}`;

  async function ask(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<HttpAnswer> {
    try {
      return await http.send({
        url: apiUrl + path,
        method,
        headers: {
          authorization: `Bot ${botToken}`,
          // In the form that Discord asks for, `DiscordBot (url, version)`.
          "user-agent":
            `DiscordBot (https://discord.com/application-directory/${clientId}, ${appVersion()})`,
        },
        timeoutMs: TIMEOUT_MS,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      throw new DiscordRefusal(`Discord does not answer at ${apiUrl}.`, null);
    }
  }

  async function read<T>(
    schema: v.GenericSchema<unknown, T>,
    ...[method, path, body]: Parameters<typeof ask>
  ): Promise<T> {
    const answer = await ask(method, path, body);
    const { status } = answer;
    if (status >= 400) throw refusal(answer, `${method} ${path}`);
    const told = v.safeParse(schema, answer.json);
    if (told.success) return told.output;
    const where = v.getDotPath(told.issues[0]) ?? "body";
    throw new DiscordRefusal(
      `Discord's answer to ${method} ${path} does not fit: ${where}.`,
      null,
    );
  }

  return {
    application: () => read(Application, "GET", "/applications/@me"),
    edit: (change) => read(Application, "PATCH", "/applications/@me", change),
    // Without it Discord leaves the dictionaries out.
    commands: () =>
      read(
        v.array(Command),
        "GET",
        `${own}/commands?with_localizations=true`,
      ),
    createCommand: (command) =>
      read(Command, "POST", `${own}/commands`, command),
    editCommand: (id, change) =>
      read(Command, "PATCH", `${own}/commands/${id}`, change),
    async deleteCommand(id) {
      const path = `${own}/commands/${id}`;
      const answer = await ask("DELETE", path);
      if (answer.status >= 400) throw refusal(answer, `DELETE ${path}`);
    },
    async askForNoInstance() {
      const path = `${own}/activity-instances/i-0-gc-0-0`;
      const { status } = await ask("GET", path);
      return status;
    },
  };
}

function refusal({ status, json }: HttpAnswer, call: string): DiscordRefusal {
  const told = v.safeParse(ErrorAnswer, json);
  const words = told.success
    ? ` ${told.output.message}${
      told.output.errors === undefined
        ? ""
        : ` ${JSON.stringify(told.output.errors)}`
    }`
    : "";
  return new DiscordRefusal(
    `Discord refuses ${call}: status ${status}.${words}`,
    status,
  );
}
