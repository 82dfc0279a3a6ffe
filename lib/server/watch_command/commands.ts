/**
 * Commands of Discord's users: what the route and the way into a room need of
 * them.
 * @module
 */
import { type ChoicePlace, createChoices } from "./choices.ts";
import { createSignatureCheck, type SignatureCheck } from "./signature.ts";
import type { Vault } from "../store/ticket_vault.ts";
import {
  createWatchCommand,
  type WatchCommand,
  type WatchCommandOptions,
} from "./watch_command.ts";

/** See the module. */
export interface Commands {
  check: SignatureCheck;
  answer: WatchCommand;
  /** What somebody who comes in has picked outside; once. @throws {DomainError} `store_unavailable` */
  takeChoice(place: ChoicePlace): Promise<string | null>;
}

/** Makes them. @param options `publicKey`: see {@linkcode createSignatureCheck}. `vault`: all instances have it, where there are several. */
export function createCommands(
  { publicKey, vault, ...options }:
    & Omit<WatchCommandOptions, "choices">
    & { publicKey: string; vault: Vault<string> },
): Commands {
  const choices = createChoices(vault);
  return {
    check: createSignatureCheck({ publicKey, now: Date.now }),
    answer: createWatchCommand({ ...options, choices }),
    takeChoice: choices.take,
  };
}
