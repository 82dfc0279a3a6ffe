export const handler = () => new Response("Test files are no routes");
