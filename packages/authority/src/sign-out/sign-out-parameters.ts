import { TokenRefused } from '../errors/token-refused.ts';
import { decodeFormText } from '../forms/form.ts';
import { splitPairs } from '../forms/split-pairs.ts';

/** Parameters that the end of a session understands; the last two come from our own page. A name that is not here is ignored. */
const understoodNames = [
  'post_logout_redirect_uri',
  'state',
  'id_token_hint',
  'logout_hint',
  'client_id',
  'pocd',
  'sign_out',
  'anti_forgery',
] as const;

/** Name of a parameter. */
export type SignOutParameter = (typeof understoodNames)[number];

/** The understood parameters of a request, each at most once, none of them empty. */
export type SignOutParameters = ReadonlyMap<SignOutParameter, string>;

const understood: ReadonlySet<string> = new Set(understoodNames);
const mostCharacters = 16_384;

/**
 * Parses the parameters of a query or of a body.
 *
 * @param text - urlencoded
 * @throws {@link TokenRefused} `parameterRepeated`, `requestMalformed`, `requestTooLong`
 * @see OpenID Connect RP-Initiated Logout section 2
 */
export function parseSignOutParameters(text: string): SignOutParameters {
  if (text.length > mostCharacters) throw new TokenRefused('requestTooLong');
  const parameters = new Map<SignOutParameter, string>();
  for (const pair of splitPairs(text)) {
    const name = decodeFormText(pair.name);
    const value = decodeFormText(pair.value);
    if (!isUnderstood(name) || value === '') continue;
    if (parameters.has(name)) throw new TokenRefused('parameterRepeated', name);
    parameters.set(name, value);
  }
  return parameters;
}

function isUnderstood(name: string): name is SignOutParameter {
  return understood.has(name);
}
