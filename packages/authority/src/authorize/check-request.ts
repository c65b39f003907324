import { TokenRefused } from '../errors/token-refused.ts';
import type { AuthorizeRequest, Client } from './authorize-request.ts';
import { parseResponseMode } from './find-client.ts';

/** Step: no parameter is there twice: two readers could take two values. */
export function refuseRepeated({ parameters }: AuthorizeRequest): object {
  const [name] = parameters.repeated;
  if (name !== undefined) throw new TokenRefused('parameterRepeated', name);
  return {};
}

/**
 * Step: nothing is asked for that would be dropped without a word. A code is bound to no key: whoever names one here, in whatever spelling,
 * would go on believing that it is.
 *
 * @see OpenID Connect Core section 6; RFC 9449 section 10
 */
export function refuseUnsupported({ parameters }: AuthorizeRequest): object {
  const { values, namesBinding } = parameters;
  if (namesBinding) throw new TokenRefused('bindingAtSignIn');
  if (values.has('dpop_jkt')) throw new TokenRefused('dpopUnavailable');
  if (values.has('request')) throw new TokenRefused('requestObjectUnsupported');
  if (values.has('request_uri')) throw new TokenRefused('requestUriUnsupported');
  return {};
}

// MSAL.js in its EAR mode asks for an encrypted answer, and takes a code as well.
const earResponseType = 'id_token token refresh_token';

/** Step: the answer that is asked for is a code, and travels in a way that exists. */
export function checkResponseType({ parameters }: AuthorizeRequest): object {
  const { values } = parameters;
  const mode = values.get('response_mode');
  if (mode !== undefined && parseResponseMode(mode) === undefined) throw new TokenRefused('responseModeUnsupported');
  const type = values.get('response_type');
  if (type === undefined) throw new TokenRefused('parameterMissing', 'response_type');
  if (type !== 'code' && !(type === earResponseType && values.has('ear_jwk'))) {
    throw new TokenRefused('responseTypeUnsupported');
  }
  return {};
}

const challengeShape = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/**
 * Step: the proof key of the code. Public applications need one; whoever sends one sends the hash, never the key itself.
 *
 * @see RFC 7636 section 4.3; RFC 9700 section 2.1.1
 */
export function readCodeChallenge({ parameters, client }: AuthorizeRequest & { readonly client: Client }): {
  readonly codeChallenge: string | undefined;
} {
  const { values } = parameters;
  const challenge = values.get('code_challenge');
  const method = values.get('code_challenge_method');
  if (challenge === undefined) {
    const isNeeded = client.application.kind === 'public' || method !== undefined;
    if (isNeeded) throw new TokenRefused('challengeMissing');
    return { codeChallenge: undefined };
  }
  // No method means plain.
  if (method !== 'S256') throw new TokenRefused('challengeMethodWrong');
  if (!challengeShape.test(challenge)) throw new TokenRefused('challengeMalformed');
  return { codeChallenge: challenge };
}
