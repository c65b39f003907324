import { corsExposedHeaders } from '@holdfast/resource';

/** Header lines of an answer, in order. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

/**
 * What every answer says to pages, refusals and errors included: a page that cannot read a refusal cannot answer its challenge.
 *
 * Any origin may read, so there is `*` and nothing to echo. That is safe because the API takes no cookies and no other credential that a
 * browser adds by itself: it never sends `Access-Control-Allow-Credentials`, and whoever has no bound token, or not its key, reads a refusal.
 *
 * @see Fetch standard, section 3.3 (CORS protocol)
 */
export const corsHeaders: HeaderLines = [['Access-Control-Allow-Origin', '*'], corsExposedHeaders];

/**
 * The answer to a preflight, which browsers send without a token, before `Authorization` or a body of JSON. It is the same on every path and
 * names every method: what is not there, or not allowed, is then told by 404 or 405, and the page may read that.
 */
export const preflightHeaders: HeaderLines = [
  ...corsHeaders,
  ['Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE'],
  // Named one by one: `*` would not mean Authorization.
  ['Access-Control-Allow-Headers', 'Authorization, Content-Type'],
  ['Access-Control-Max-Age', '600'],
];
