import { t } from "../lib/shared/texts.ts";
import { withElements } from "./with_elements.ts";

interface RemoteHintProps {
  id: string;
  /** `null` while nobody is host. */
  hostName: string | null;
}

/** Why this person's controls are off: `Ada is host and has the remote.` */
export function RemoteHint({ id, hostName }: RemoteHintProps) {
  return (
    <p class="hint" id={id}>
      {hostName === null
        ? t().people.hostHasRemote
        : withElements(t().bar.hostHasRemote, { name: <bdi>{hostName}</bdi> })}
    </p>
  );
}
