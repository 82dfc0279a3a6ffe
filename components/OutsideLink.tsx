import type { ComponentChildren } from "preact";

interface OutsideLinkProps {
  href: string;
  class?: string;
  children: ComponentChildren;
}

/** A link that leaves Cowatch: in a window of its own, which learns nothing of this one. Inside Discord, Discord opens it. */
export function OutsideLink({ href, class: name, children }: OutsideLinkProps) {
  return (
    <a class={name} href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/**
 * Discord's page for adding an application to a server or an account.
 * @param clientId Discord's id of it; public.
 */
export function addUrlOf(clientId: string): string {
  const id = encodeURIComponent(clientId);
  return `https://discord.com/oauth2/authorize?client_id=${id}`;
}
