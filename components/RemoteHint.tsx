/** Props of {@linkcode RemoteHint}. */
export interface RemoteHintProps {
  id: string;
  /** `null` while nobody is host. */
  hostName: string | null;
  /** What cannot be done. */
  deed: string;
}

/** Why this person's controls are off: `Ada is host and picks the video.` */
export function RemoteHint({ id, hostName, deed }: RemoteHintProps) {
  return (
    <p class="hint" id={id}>
      {hostName === null ? "The host" : <bdi>{hostName}</bdi>}{" "}
      {hostName === null ? deed : `is host and ${deed}`}.
    </p>
  );
}
