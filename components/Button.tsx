import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

/** Props of {@linkcode Button}: those of a `<button>`, and these. */
interface ButtonProps extends Omit<JSX.IntrinsicElements["button"], "icon"> {
  icon?: IconName;
  /** How much it stands out. */
  look?: "primary" | "plain" | "quiet";
  /** Says what it does when it shows an icon only. */
  label?: string;
  /** The key that does the same. */
  shortcut?: string;
  children?: ComponentChildren;
}

/** A button of at least 44 px. */
export function Button(
  { icon, look = "plain", label, shortcut, children, class: extra, ...rest }:
    ButtonProps,
) {
  return (
    <button
      type="button"
      {...rest}
      class={`button button-${look}${children ? "" : " button-icon"}${
        extra ? ` ${extra}` : ""
      }`}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={label && shortcut ? `${label} (${shortcut})` : label}
    >
      {icon && <Icon name={icon} />}
      {children && <span>{children}</span>}
    </button>
  );
}
