/**
 * Names and descriptions of our commands, by Discord's locales.
 * @module
 */
import type { Locale } from "discord-api-types/v10";
import { WATCH } from "@/lib/shared/watch_command.ts";

/** A name and what it means. */
interface Words {
  name: string;
  description: string;
}
/** By Discord's locale. English is what holds in all others. */
type Worded =
  & Readonly<Partial<Record<`${Locale}`, Words>>>
  & { readonly "en-US": Words };

/** To watch: the command that opens the Activity, or, where the server takes commands, the one that picks a video. */
export const TO_WATCH: Worded = {
  "en-US": { name: WATCH.name, description: "Watch a video together" },
  de: { name: "schauen", description: "Zusammen ein Video ansehen" },
  "es-ES": { name: "ver", description: "Ver un vídeo juntos" },
  fr: { name: "regarder", description: "Regarder une vidéo ensemble" },
  "pt-BR": { name: "assistir", description: "Assistir a um vídeo juntos" },
  ja: { name: "見る", description: "みんなで動画を見る" },
};

/** To open it: two commands of one name would be hard to tell apart. */
export const TO_LAUNCH: Worded = {
  "en-US": { name: "launch", description: "Open Cowatch" },
  de: { name: "starten", description: "Cowatch öffnen" },
  "es-ES": { name: "abrir", description: "Abrir Cowatch" },
  fr: { name: "lancer", description: "Ouvrir Cowatch" },
  "pt-BR": { name: "abrir", description: "Abrir o Cowatch" },
  ja: { name: "起動", description: "Cowatch を開く" },
};

/** What is entered. */
export const THE_VIDEO: Worded = {
  "en-US": {
    name: WATCH.option,
    description: "Its title, or some words of it",
  },
  de: { name: "video", description: "Der Titel oder Wörter daraus" },
  "es-ES": { name: "vídeo", description: "El título o palabras de él" },
  fr: { name: "vidéo", description: "Le titre ou quelques-uns de ses mots" },
  "pt-BR": { name: "vídeo", description: "O título ou palavras dele" },
  ja: { name: "動画", description: "タイトル、またはその一部" },
};

/** In Discord's fields. */
export function worded(words: Worded) {
  const all = (field: keyof Words) =>
    Object.fromEntries(
      Object.entries(words).map(([locale, own]) => [locale, own[field]]),
    );
  return {
    ...words["en-US"],
    name_localizations: all("name"),
    description_localizations: all("description"),
  };
}
