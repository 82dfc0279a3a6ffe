export * from "./boot.ts";

let version: string | undefined;

// Reloads the page when the server has another build than it came from.
new EventSource("/_fresh/alive").onmessage = ({ data }) => {
  version ??= data;
  if (data !== version) location.reload();
};
