# Cowatch as nobody: docs/deployment.md, "A container".
ARG DENO_VERSION=2.9.6

FROM denoland/deno:${DENO_VERSION} AS build
WORKDIR /app
COPY . .
# `stand-ins` where the builder cannot reach JSR.
ARG FRESH
RUN deno install && deno task build && \
  deno cache serve.ts main.ts tools/allowed_net.ts tools/env_file.ts

FROM denoland/deno:${DENO_VERSION}
WORKDIR /app
COPY --from=build /deno-dir /deno-dir
COPY --from=build /app /app
ENV NODE_ENV=production \
    DENO_NO_UPDATE_CHECK=1
EXPOSE 8000
# nobody: it owns no file here, and `deno task serve` gives it no right to write.
USER 65534:65534
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["deno", "eval", "--no-config", "--no-lock", "const r = await fetch(`http://127.0.0.1:${Deno.env.get('PORT') || 8000}/api/health`); Deno.exit(r.ok ? 0 : 1)"]
CMD ["deno", "task", "serve"]
