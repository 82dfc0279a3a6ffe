/** An answer with other headers; those of `fetch()` cannot be changed in place. */
export function withHeaders(
  response: Response,
  change: (headers: Headers) => void,
): Response {
  // An upgrade cannot be copied.
  if (response.status === 101) return response;
  const headers = new Headers(response.headers);
  change(headers);
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}
