export * from "./boot.ts";

let revision: number | undefined;

/** Reloads the page when the server has started anew since it came. */
function watch(): void {
  const url = new URL("/_frsh/alive", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  socket.onmessage = ({ data }) => {
    const told: { revision: number } = JSON.parse(data);
    revision ??= told.revision;
    if (told.revision !== revision) location.reload();
  };
  socket.onclose = () => setTimeout(watch, 200);
}

watch();
