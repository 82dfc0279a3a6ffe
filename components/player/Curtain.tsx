import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../Icon.tsx";

interface CurtainProps {
  icon: IconName;
  title: string;
  /** What happened or what to do, a sentence. */
  text?: string;
  /** Whether something is under way. */
  isBusy?: boolean;
  /** Whether something went wrong: said aloud at once. */
  isError?: boolean;
  /** A way on. */
  children?: ComponentChildren;
}

/** What is shown instead of the video: waiting, failing, or nothing picked yet. */
export function Curtain(
  { icon, title, text, isBusy, isError, children }: CurtainProps,
) {
  return (
    <div
      class={`curtain${isError ? " curtain-error" : ""}`}
      role={isError ? "alert" : "status"}
    >
      <Icon name={icon} class={isBusy ? "spin" : undefined} />
      {/* It stands for the whole page. */}
      <h2 aria-level={1}>{title}</h2>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}
