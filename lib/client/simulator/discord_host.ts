/**
 * Discord's client for one Activity frame: answers the genuine SDK in the
 * frame, as the app would be answered inside Discord.
 * @module
 */
import * as v from "valibot";
import {
  CAST_CHANNEL_ID,
  CAST_GUILD_ID,
  type CastMember,
} from "../../shared/cast.ts";
import {
  type CommandFrame,
  Incoming,
  Opcode,
  RpcCode,
  RpcError,
} from "./protocol.ts";

/** Faults that can be switched on. */
export interface HostFaults {
  /** READY never comes, so the SDK waits for ever. */
  dropsReady: boolean;
  /** The person closes the consent dialog. */
  refusesConsent: boolean;
  /** The application may not ask for `rpc.*` scopes. */
  refusesRpcScopes: boolean;
  /** An old client: only signing in is known, all else is 4002. */
  isOld: boolean;
}

/** The client around a frame, as it is now. */
interface HostState {
  /** The SDK's number of the layout. */
  layoutMode: number;
  /** The SDK's number of the device's heat. */
  thermalState: number;
  /** How this person's client writes. */
  locale: string;
}

/** A link that an Activity offers to share. */
export interface SharedLink {
  message: string;
  /** What the Activity is opened with by it; `null`: nothing. */
  customId: string | null;
}

/** What became of it. Source: the SDK's `shareLink`. */
export interface Sharing {
  success: boolean;
  didCopyLink: boolean;
  didSendMessage: boolean;
}

interface DiscordHostOptions {
  person: CastMember;
  instanceId: string;
  /** Id that the frame was opened with; who shakes hands by another is not answered. */
  frameId: string;
  /** Sends to the frame. */
  post(message: unknown): void;
  /** Asks the fake Discord for a code. */
  authorize(scopes: string[]): Promise<string>;
  /** Checks an access token. @returns Whether it is this person's. */
  isToken(accessToken: string): Promise<boolean>;
  faults(): HostFaults;
  state(): HostState;
  /** Everyone who has the Activity open. */
  participants(): readonly CastMember[];
  /** Everyone in the voice channel. */
  voice(): readonly CastMember[];
  /** Opens Discord's dialog for inviting people. */
  onInvite(): void;
  /** Opens Discord's dialog for sharing a link. @returns What the person did in it. */
  onShare(link: SharedLink): Promise<Sharing>;
  /** A line for the person at the simulator. */
  onSay(text: string): void;
}

interface DiscordHost {
  /** Takes a message of the frame; foreign ones are ignored. */
  receive(data: unknown): Promise<void>;
  /** Sends an event, if the frame has subscribed to it. */
  emit(event: string, data: unknown): void;
  readonly isAuthenticated: boolean;
}

/** Events that can be subscribed to, with what is told at once. */
const EVENTS: Record<string, ((now: HostState) => unknown) | null> = {
  ACTIVITY_INSTANCE_PARTICIPANTS_UPDATE: null,
  ACTIVITY_LAYOUT_MODE_UPDATE: ({ layoutMode }) => ({
    layout_mode: layoutMode,
  }),
  ORIENTATION_UPDATE: () => ({ screen_orientation: 1, orientation: 1 }),
  THERMAL_STATE_UPDATE: ({ thermalState }) => ({
    thermal_state: thermalState,
  }),
  VOICE_STATE_UPDATE: null,
  SPEAKING_START: null,
  SPEAKING_STOP: null,
  CURRENT_USER_UPDATE: null,
  CURRENT_GUILD_MEMBER_UPDATE: null,
};
/** Commands that an old client knows. */
const OLD_COMMANDS = ["AUTHORIZE", "AUTHENTICATE", "SUBSCRIBE", "UNSUBSCRIBE"];
/** Commands that need no signing in. */
const OPEN_COMMANDS = ["AUTHORIZE", "AUTHENTICATE"];
/** Life of a sign-in as told to the SDK, ms. Source: Discord's tokens (7 days). */
const EXPIRES_MS = 604_800_000;

/** Makes the client of one frame. */
export function createDiscordHost(options: DiscordHostOptions): DiscordHost {
  const { person, post, faults } = options;
  const subscribed = new Set<string>();
  let granted: readonly string[] = [];
  let isAuthenticated = false;
  /** Before, what is heard comes from the document that was there before. */
  let isGreeted = false;

  function dispatch(evt: string, data: unknown) {
    post([Opcode.FRAME, { cmd: "DISPATCH", evt, data, nonce: null }]);
  }

  function ready() {
    if (faults().dropsReady) return;
    // Without `user`: a null avatar in it makes the SDK drop the whole event.
    dispatch("READY", {
      v: 1,
      config: {
        cdn_host: "cdn.discordapp.com",
        api_endpoint: "//discord.com/api",
        environment: "production",
      },
    });
  }

  const commands: Record<
    string,
    (frame: CommandFrame) => unknown | Promise<unknown>
  > = {
    async AUTHORIZE({ args }) {
      if (isAuthenticated) {
        throw new RpcError(RpcCode.OAUTH, "Already authenticated");
      }
      const { scope } = v.parse(
        v.object({ scope: v.array(v.string()) }),
        args,
      );
      const { refusesConsent, refusesRpcScopes } = faults();
      if (refusesConsent) {
        throw new RpcError(RpcCode.OAUTH, "OAuth2 Error: access_denied");
      }
      if (refusesRpcScopes && scope.some((one) => one.startsWith("rpc."))) {
        throw new RpcError(
          RpcCode.OAUTH,
          "OAuth2 Error: invalid_scope: The requested scope is invalid.",
        );
      }
      granted = scope;
      return { code: await options.authorize(scope) };
    },
    async AUTHENTICATE({ args }) {
      const token = String(args.access_token);
      if (!await options.isToken(token)) {
        throw new RpcError(RpcCode.BAD_TOKEN, "Invalid token");
      }
      isAuthenticated = true;
      return {
        access_token: token,
        user: userOf(person),
        scopes: granted,
        expires: new Date(Date.now() + EXPIRES_MS).toISOString(),
        application: { id: "0", name: "Cowatch", description: "" },
      };
    },
    SUBSCRIBE({ evt = "" }) {
      if (!Object.hasOwn(EVENTS, evt)) {
        throw new RpcError(RpcCode.UNKNOWN_EVENT, `Invalid event: ${evt}`);
      }
      if (/SPEAKING|VOICE/.test(evt)) needScope("rpc.voice.read");
      subscribed.add(evt);
      const tell = EVENTS[evt];
      if (tell) queueMicrotask(() => dispatch(evt, tell(options.state())));
      return { evt };
    },
    UNSUBSCRIBE({ evt = "" }) {
      subscribed.delete(evt);
      return { evt };
    },
    GET_ACTIVITY_INSTANCE_CONNECTED_PARTICIPANTS: () => ({
      participants: options.participants().map(participantOf),
    }),
    GET_CHANNEL() {
      needScope("guilds");
      return {
        id: CAST_CHANNEL_ID,
        type: 2,
        guild_id: CAST_GUILD_ID,
        name: "Film club",
        voice_states: options.voice().map(voiceStateOf),
        messages: [],
      };
    },
    SET_ACTIVITY({ args }) {
      needScope("rpc.activities.write");
      const { activity } = v.parse(
        v.object({ activity: v.record(v.string(), v.unknown()) }),
        args,
      );
      options.onSay(
        `Profile: ${activity.details ?? ""} · ${activity.state ?? ""}`,
      );
      return { name: "Cowatch", type: 0, ...activity };
    },
    OPEN_INVITE_DIALOG() {
      options.onInvite();
      return null;
    },
    SHARE_LINK({ args }) {
      return options.onShare({
        message: String(args.message),
        customId: args.custom_id === undefined ? null : String(args.custom_id),
      });
    },
    OPEN_EXTERNAL_LINK({ args }) {
      options.onSay(`Link: ${String(args.url)}`);
      return { opened: true };
    },
    SET_CONFIG: ({ args }) => ({
      use_interactive_pip: args.use_interactive_pip === true,
    }),
    SET_ORIENTATION_LOCK_STATE: () => null,
    ENCOURAGE_HW_ACCELERATION() {
      options.onSay("Hardware acceleration suggested");
      return { enabled: true };
    },
    GET_PLATFORM_BEHAVIORS: () => ({ iosKeyboardResizesView: true }),
    USER_SETTINGS_GET_LOCALE: () => ({ locale: options.state().locale }),
    CAPTURE_LOG: () => null,
  };

  function needScope(scope: string) {
    if (granted.includes(scope)) return;
    throw new RpcError(
      RpcCode.NOT_AUTHENTICATED,
      `Not authenticated or invalid scope: ${scope}`,
    );
  }

  async function run(frame: CommandFrame): Promise<unknown> {
    const { cmd } = frame;
    const command = Object.hasOwn(commands, cmd) ? commands[cmd] : undefined;
    if (!command || (faults().isOld && !OLD_COMMANDS.includes(cmd))) {
      throw new RpcError(RpcCode.UNKNOWN_COMMAND, `Invalid command: ${cmd}`);
    }
    if (!isAuthenticated && !OPEN_COMMANDS.includes(cmd)) {
      throw new RpcError(
        RpcCode.NOT_AUTHENTICATED,
        "Not authenticated or invalid scope",
      );
    }
    return await command(frame);
  }

  return {
    get isAuthenticated() {
      return isAuthenticated;
    },
    async receive(data) {
      const message = v.safeParse(Incoming, data);
      if (!message.success) return;
      const [opcode, payload] = message.output;
      if (opcode === Opcode.HANDSHAKE) {
        if (payload.frame_id !== options.frameId) return;
        // A new document in the frame: what the last one was told is forgotten.
        isGreeted = true;
        subscribed.clear();
        isAuthenticated = false;
        granted = [];
        ready();
      } else if (!isGreeted) {
        return;
      } else if (opcode === Opcode.CLOSE) {
        options.onSay(`Closed by the Activity: ${payload.message ?? ""}`);
      } else {
        const { cmd, nonce } = payload;
        try {
          const data = await run(payload);
          post([Opcode.FRAME, { cmd, nonce, evt: null, data }]);
        } catch (error) {
          const { code, message } = error instanceof RpcError
            ? error
            : new RpcError(4000, String(error));
          post([
            Opcode.FRAME,
            { cmd, nonce, evt: "ERROR", data: { code, message } },
          ]);
        }
      }
    },
    emit(event, data) {
      if (subscribed.has(event)) dispatch(event, data);
    },
  };
}

function userOf({ id, username, globalName }: CastMember) {
  return {
    id,
    username,
    discriminator: "0",
    public_flags: 0,
    avatar: null,
    global_name: globalName,
  };
}

/** A participant in the SDK's form. */
export function participantOf(person: CastMember) {
  const { public_flags: flags, ...user } = userOf(person);
  return {
    ...user,
    flags,
    bot: false,
    avatar_decoration_data: null,
    ...(person.nick ? { nickname: person.nick } : {}),
  };
}

/** Somebody in the voice channel, in the SDK's form. */
export function voiceStateOf(person: CastMember) {
  const { nickname: _nickname, ...user } = participantOf(person);
  return {
    mute: false,
    nick: person.nick ?? person.globalName,
    user,
    voice_state: {
      mute: false,
      deaf: false,
      self_mute: false,
      self_deaf: false,
      suppress: false,
    },
    volume: 100,
  };
}
