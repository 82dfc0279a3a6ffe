/**
 * The app without its routes: what every request passes through.
 * @module
 */
import { App } from "fresh";
import type { State } from "./define.ts";
import { hideDevelopmentFiles } from "./http/development_only.ts";
import { answerErrors } from "./http/error_handler.ts";
import { keepFonts } from "./http/fonts.ts";
import { requireHost } from "./http/host.ts";
import { speakLanguage } from "./http/language.ts";
import { secure } from "./http/security_headers.ts";
import type { Services } from "./services.ts";

/**
 * Makes an app whose routes find the services in `ctx.state`.
 * @param parts `services`: gives them; called at a request, not before.
 */
export function createApp(
  { config, log, services }: Pick<Services, "config" | "log"> & {
    services: () => Services;
  },
): App<State> {
  return new App<State>()
    .use(secure(config))
    .use(answerErrors(log))
    .use(requireHost(config))
    .use(speakLanguage())
    .use(keepFonts())
    .use((ctx) => {
      ctx.state.services = services();
      return ctx.next();
    })
    .use(hideDevelopmentFiles(config));
}
