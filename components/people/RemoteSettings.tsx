import type { ControlMode } from "../../lib/shared/room/protocol.ts";
import { t } from "../../lib/shared/texts.ts";
import { Button } from "../Button.tsx";
import { Segments } from "../Segments.tsx";
import { withElements } from "../with_elements.ts";

interface RemoteSettingsProps {
  control: ControlMode;
  /** `null` while nobody is host. */
  hostName: string | null;
  /** Only the host may switch; the others read how it is. */
  isHost: boolean;
  /** Whether this person has the remote beside the host. */
  isCohost: boolean;
  /** Whether this person has just asked for the remote. */
  hasAsked: boolean;
  onAsk: () => void;
  onPick: (control: ControlMode) => void;
  /** Whether the room waits for everyone (docs/design.md, "Rooms", ready gate). */
  waitForAll: boolean;
  onWait: (waitForAll: boolean) => void;
}

/** Who has the remote and whether the room waits: switches for the host, for the others a sentence and a way to ask. */
export function RemoteSettings(props: RemoteSettingsProps) {
  const { control, isHost, waitForAll } = props;
  if (!isHost) return <HostHasIt {...props} />;
  return (
    <div class="settings">
      <Segments
        name="control"
        legend={t().people.whoControls}
        chosen={control}
        options={[
          { id: "host", label: t().people.onlyMe },
          { id: "everyone", label: t().people.forEveryone },
        ]}
        onPick={props.onPick}
      />
      <Segments
        name="wait"
        legend={t().people.waitFor}
        chosen={waitForAll ? "wait" : "go"}
        options={[
          { id: "wait", label: t().people.wait },
          { id: "go", label: t().people.dontWait },
        ]}
        onPick={(id) => props.onWait(id === "wait")}
      />
    </div>
  );
}

function HostHasIt(
  { control, hostName, isCohost, hasAsked, onAsk }: RemoteSettingsProps,
) {
  return (
    <div class="remote">
      <p class="hint">
        {control === "everyone"
          ? t().people.everyoneHasRemote
          : hostName === null
          ? t().people.hostHasRemote
          : withElements(
            isCohost ? t().people.youHaveRemote : t().people.hasRemote,
            { name: <bdi>{hostName}</bdi> },
          )}
      </p>
      {control === "host" && hostName !== null && !isCohost && (
        hasAsked
          ? <p class="hint" role="status">{t().people.asked}</p>
          : <Button onClick={onAsk}>{t().people.askRemote}</Button>
      )}
    </div>
  );
}
