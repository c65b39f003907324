import { TokenRefused } from '../errors/token-refused.ts';
import { isBindingName } from '../forms/binding-names.ts';
import { decodeFormText } from '../forms/form.ts';
import { splitPairs } from '../forms/split-pairs.ts';

/** Parameters that the authorization endpoint understands. A name that is not here is ignored: clients of every age send more. */
const understoodNames = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'claims',
  'prompt',
  'login_hint',
  'sid',
  'max_age',
  'client_info',
  'request',
  'request_uri',
  'dpop_jkt',
  'ear_jwk',
  'pocd',
] as const;

/** Name of a parameter. */
export type AuthorizeParameter = (typeof understoodNames)[number];

/** The parameters of a request for authorization. */
export interface AuthorizeParameters {
  /** Those that were there once; an empty one is none, as RFC 6749 section 3.1 has it. */
  readonly values: ReadonlyMap<AuthorizeParameter, string>;
  /** Those that were there several times. None of their values counts. */
  readonly repeated: ReadonlySet<AuthorizeParameter>;
  /** Whether there was a parameter of token binding, or one that seems to mean one. */
  readonly namesBinding: boolean;
}

const understood: ReadonlySet<string> = new Set(understoodNames);
const mostCharacters = 16_384;

/**
 * Parses the parameters of a query and of a body into one: a name that is in both is there twice.
 *
 * What is repeated is said, not thrown: only with a good redirect address the client can be told.
 *
 * @param texts - urlencoded
 * @throws {@link TokenRefused} `requestMalformed`, `requestTooLong`
 * @see RFC 6749 section 3.1; OpenID Connect Core section 3.1.2.1
 */
export function parseAuthorizeParameters(texts: readonly string[]): AuthorizeParameters {
  const values = new Map<AuthorizeParameter, string>();
  const repeated = new Set<AuthorizeParameter>();
  let namesBinding = false;
  let length = 0;
  for (const pair of splitPairs(texts.join('&'))) {
    const name = decodeFormText(pair.name);
    if (!isUnderstood(name)) {
      namesBinding ||= isBindingName(name);
      continue;
    }
    const value = decodeFormText(pair.value);
    length += value.length;
    if (length > mostCharacters) throw new TokenRefused('requestTooLong');
    if (values.has(name)) repeated.add(name);
    values.set(name, value);
  }
  for (const [name, value] of values) if (value === '' || repeated.has(name)) values.delete(name);
  return { values, repeated, namesBinding };
}

function isUnderstood(name: string): name is AuthorizeParameter {
  return understood.has(name);
}
