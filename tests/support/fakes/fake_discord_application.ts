/**
 * Discord's API about one application, as its documentation says: "Application
 * Resource" (get and edit the current application, activity instances),
 * "Application Commands" (global commands, Entry Point commands, contexts,
 * localization) and "Reference" (locales, error messages). The OAuth2 token
 * call refuses a wrong client by `invalid_client` before it looks at the code
 * (RFC 6749, 5.2). An Interactions Endpoint URL is tried before it is taken
 * ("Overview of Interactions": a PING, and a signature that is wrong).
 * @module
 */

import {
  ApplicationCommandType,
  ApplicationFlags,
  Locale,
} from "discord-api-types/v10";
import {
  createInteractionSender,
  type InteractionSender,
} from "./discord_interactions.ts";

/** One call that arrived. */
interface ApplicationCall {
  /** `PATCH /applications/@me`, without a query. */
  route: string;
  body: unknown;
  userAgent: string;
}

/** A command as Discord keeps it. */
type FakeCommand = Record<string, unknown> & {
  id: string;
  type: number;
  name: string;
};

/** See the module. */
export interface FakeDiscordApplication extends AsyncDisposable {
  url: string;
  /** What `GET /applications/@me` answers; a test changes it. */
  application: Record<string, unknown> & { id: string; flags: number };
  commands: FakeCommand[];
  calls: ApplicationCall[];
  /** `Date` of each answer; `null`: the true one. */
  date: string | null;
  /** Signs what it sends to an Interactions Endpoint URL. */
  sender: InteractionSender;
  /** The internet, as far as that URL leads: `null` where nobody answers. */
  web: (request: Request) => Promise<Response | null>;
}

const LOCALES = new Set<string>(Object.values(Locale));

/** Starts it on loopback: an application with an Activity, a redirect and nothing else. */
export async function startDiscordApplication(
  { clientId, clientSecret, botToken }: {
    clientId: string;
    clientSecret: string;
    botToken: string;
  },
): Promise<FakeDiscordApplication> {
  const sender = await createInteractionSender({ clientId });
  let lastId = 1_400_000_000_000_000_000n;
  const newId = () => String(++lastId);

  async function exchange(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const isClient = form.get("client_id") === clientId &&
      form.get("client_secret") === clientSecret;
    return isClient
      ? Response.json({
        error: "invalid_grant",
        error_description: 'Invalid "code" in request.',
      }, { status: 400 })
      : Response.json({ error: "invalid_client" }, { status: 401 });
  }

  /** Without `with_localizations` the dictionaries stay away. */
  function listed(command: FakeCommand, isWhole: boolean): unknown {
    if (isWhole) return command;
    const {
      name_localizations: _names,
      description_localizations: _descriptions,
      ...rest
    } = command;
    return rest;
  }

  function create(body: Record<string, unknown>): Response {
    const type = Number(body.type ?? 1);
    const problem = invalid(fake.application, { ...body, type });
    if (problem) return problem;
    const same = fake.commands.find((one) =>
      one.type === type && one.name === body.name
    );
    if (same) return Response.json(Object.assign(same, body));
    if (
      type === ApplicationCommandType.PrimaryEntryPoint &&
      fake.commands.some((one) =>
        one.type === ApplicationCommandType.PrimaryEntryPoint
      )
    ) {
      return refuse(
        400,
        30032,
        "Maximum number of application commands reached (1)",
      );
    }
    const command = {
      application_id: clientId,
      version: newId(),
      default_member_permissions: null,
      nsfw: false,
      ...body,
      id: newId(),
      type,
    } as unknown as FakeCommand;
    fake.commands.push(command);
    return Response.json(command, { status: 201 });
  }

  /** Whether an address answers as it must. */
  async function isGoodEndpoint(url: string): Promise<boolean> {
    const body = JSON.stringify({ id: newId(), type: 1, version: 1 });
    const headers = await sender.sign(body);
    const ask = (headers: Record<string, string>) =>
      fake.web(new Request(url, { method: "POST", headers, body }));
    const [pong, forged] = [
      await ask(headers),
      await ask({ ...headers, "x-signature-ed25519": "0".repeat(128) }),
    ];
    const answer = pong?.ok ? await pong.json() : null;
    await forged?.body?.cancel();
    return answer?.type === 1 && forged?.status === 401;
  }

  async function edit(body: Record<string, unknown>): Promise<Response> {
    const { interactions_endpoint_url: url } = body;
    if (typeof url === "string" && !await isGoodEndpoint(url)) {
      return refuse(400, 50035, "Invalid Form Body", {
        interactions_endpoint_url: {
          _errors: [{
            code: "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
            message:
              "The specified interactions endpoint url could not be verified.",
          }],
        },
      });
    }
    return Response.json(Object.assign(fake.application, body));
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const path = pathname.replace(/^\/api\/v10/, "");
    const route = `${request.method} ${path}`;
    if (route === "POST /oauth2/token") return await exchange(request);
    const text = await request.text();
    const body = text === "" ? {} : JSON.parse(text);
    fake.calls.push({
      route,
      body,
      userAgent: request.headers.get("user-agent") ?? "",
    });
    if (request.headers.get("authorization") !== `Bot ${botToken}`) {
      return refuse(401, 0, "401: Unauthorized");
    }
    if (route === "GET /applications/@me") {
      return Response.json(fake.application);
    }
    if (route === "PATCH /applications/@me") {
      return await edit(body);
    }
    const [, id, rest] = /^\/applications\/(\d+)\/(.+)$/.exec(path) ?? [];
    if (id !== fake.application.id) return refuse(403, 20012, "Not authorized");
    if (rest?.startsWith("activity-instances/")) {
      return refuse(404, 0, "404: Not Found");
    }
    if (rest === "commands" && request.method === "GET") {
      const isWhole = searchParams.get("with_localizations") === "true";
      return Response.json(fake.commands.map((one) => listed(one, isWhole)));
    }
    if (rest === "commands" && request.method === "POST") return create(body);
    const [, commandId] = /^commands\/(\d+)$/.exec(rest ?? "") ?? [];
    const command = fake.commands.find((one) => one.id === commandId);
    if (command === undefined) {
      return refuse(404, 10063, "Unknown application command");
    }
    if (request.method === "DELETE") {
      fake.commands.splice(fake.commands.indexOf(command), 1);
      return new Response(null, { status: 204 });
    }
    if (request.method !== "PATCH") {
      return refuse(405, 0, "405: Method Not Allowed");
    }
    const problem = invalid(fake.application, { ...command, ...body });
    return problem ?? Response.json(Object.assign(command, body));
  }

  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const response = await answer(request);
      if (fake.date !== null) response.headers.set("date", fake.date);
      return response;
    },
  );
  const fake: FakeDiscordApplication = {
    url: `http://127.0.0.1:${server.addr.port}/api/v10`,
    application: {
      id: clientId,
      name: "Film evening",
      description: "",
      flags: ApplicationFlags.Embedded,
      redirect_uris: ["https://127.0.0.1"],
      // New applications can be installed to servers only.
      integration_types_config: { "0": {} },
      bot: { id: clientId },
      verify_key: sender.publicKey,
      interactions_endpoint_url: null,
    },
    commands: [],
    calls: [],
    date: null,
    sender,
    web: () => Promise.resolve(null),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return fake;
}

/** Why Discord would not take a command; `null`: it does. */
function invalid(
  application: FakeDiscordApplication["application"],
  body: Record<string, unknown>,
): Response | null {
  const bad = (field: string, message: string) =>
    refuse(400, 50035, "Invalid Form Body", {
      [field]: { _errors: [{ code: "INVALID", message }] },
    });
  const { name, description, handler, type } = body;
  const options = body.options as { name: string }[] | undefined;
  if (
    type === ApplicationCommandType.PrimaryEntryPoint && options &&
    options.length > 0
  ) {
    return bad("options", "Only for commands that are typed.");
  }
  if (options?.some(({ name }) => !/^[-_\p{L}\p{N}]{1,32}$/u.test(name))) {
    return bad("options", "A name does not fit.");
  }
  if (typeof name !== "string" || name.length < 1 || name.length > 32) {
    return bad("name", "Must be between 1 and 32 in length.");
  }
  if (
    description !== undefined &&
    (typeof description !== "string" || description.length > 100)
  ) {
    return bad("description", "Must be 100 or fewer in length.");
  }
  const isEmbedded = (application.flags & ApplicationFlags.Embedded) !== 0;
  if (
    handler !== undefined &&
    (type !== ApplicationCommandType.PrimaryEntryPoint || !isEmbedded)
  ) {
    return bad("handler", "Only for the entry point of an Activity.");
  }
  for (const field of ["name_localizations", "description_localizations"]) {
    const bound = field.startsWith("name") ? 32 : 100;
    for (const [locale, text] of Object.entries(body[field] ?? {})) {
      if (!LOCALES.has(locale) || String(text).length > bound) {
        return bad(field, `${locale} is no locale, or too long.`);
      }
    }
  }
  const supported = Object.keys(
    application.integration_types_config ?? {},
  );
  for (const context of (body.integration_types ?? []) as number[]) {
    if (!supported.includes(String(context))) {
      return bad("integration_types", "Not supported by the application.");
    }
  }
  return null;
}

/** Source: documentation, "Error Messages". */
function refuse(
  status: number,
  code: number,
  message: string,
  errors?: unknown,
): Response {
  return Response.json({ code, message, ...(errors ? { errors } : {}) }, {
    status,
  });
}
