import type { ControlMode } from "../../lib/shared/room/protocol.ts";

/** Props of {@linkcode ControlSwitch}. */
export interface ControlSwitchProps {
  control: ControlMode;
  /** `null` while nobody is host. */
  hostName: string | null;
  /** Only the host may switch; the others read how it is. */
  isHost: boolean;
  onPick: (control: ControlMode) => void;
  /** Whether the room waits for everyone (docs/design.md, "Rooms", ready gate). */
  waitForAll: boolean;
  onWait: (waitForAll: boolean) => void;
}

const CHOICES: { control: ControlMode; word: string }[] = [
  { control: "host", word: "Only me" },
  { control: "everyone", word: "Everyone" },
];

/** Who has the remote: a choice for the host, a sentence for the others. */
export function ControlSwitch(
  { control, hostName, isHost, onPick, waitForAll, onWait }: ControlSwitchProps,
) {
  if (!isHost) {
    return (
      <p class="hint">
        {control === "everyone" ? "Everyone has the remote." : (
          <>
            {hostName === null ? "The host" : <bdi>{hostName}</bdi>}{" "}
            has the remote.
          </>
        )}
      </p>
    );
  }
  return (
    <>
      <fieldset class="switch">
        <legend>Who has the remote</legend>
        {CHOICES.map((choice) => (
          <label key={choice.control}>
            <input
              type="radio"
              name="control"
              value={choice.control}
              checked={choice.control === control}
              onChange={() => onPick(choice.control)}
            />
            <span>{choice.word}</span>
          </label>
        ))}
      </fieldset>
      <label class="check">
        <input
          type="checkbox"
          checked={waitForAll}
          onChange={(event) => onWait(event.currentTarget.checked)}
        />
        Wait until everyone is ready
      </label>
    </>
  );
}
