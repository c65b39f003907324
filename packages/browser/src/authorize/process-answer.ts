import { readErrorCodes } from '@holdfast/oauth';
import { parseClaims } from '@holdfast/oauth/claims';
import { InteractionRequired } from '../errors/interaction-required.ts';
import { findAuthorizeError, findSuberror, interactionReasons } from '../errors/known-words.ts';
import { SignInRefused } from '../errors/sign-in-refused.ts';
import { isIssuer } from '../metadata/issuer.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import type { PendingSignIn } from './pending-sign-in.ts';

// What other flows answer with. A token in an address is in everybody's hands, whatever it is good for.
const foreignMembers = ['access_token', 'id_token', 'token', 'response'];

/**
 * Reads the answer to a sign-in that is pending.
 *
 * Not checked: the code; the authority compares it with verifier, address and client when it is redeemed.
 *
 * @throws {@link SignInRefused} `ERR_SIGN_IN_ANSWER`, `ERR_SIGN_IN_STATE`, `ERR_SIGN_IN_ISSUER`, `ERR_SIGN_IN_DENIED`, `ERR_SIGN_IN_REFUSED`
 * @throws {@link InteractionRequired} where the authority wants to ask the person
 * @see RFC 6749 section 4.1.2; RFC 9207 section 2.4; OpenID Connect Core 1.0 section 3.1.2.6
 */
export function processAnswer(parameters: URLSearchParams, pending: PendingSignIn): CodeAnswer {
  const { issuer, namesIssuer, kind, redirectUri, codeVerifier, nonce, request, returnTo } = pending;
  const names = [...parameters.keys()];
  // Two readers could take different values (RFC 6749 section 3.1).
  if (new Set(names).size < names.length) throw new SignInRefused('ERR_SIGN_IN_ANSWER', { detail: 'a member twice' });
  if (parameters.get('state') !== pending.state) throw new SignInRefused('ERR_SIGN_IN_STATE');
  const named = parameters.get('iss');
  if (named === null ? namesIssuer : !isIssuer(named, issuer)) throw new SignInRefused('ERR_SIGN_IN_ISSUER');
  if (foreignMembers.some((name) => parameters.has(name))) {
    throw new SignInRefused('ERR_SIGN_IN_ANSWER', { detail: 'of another flow' });
  }
  if (parameters.has('error')) throw readRefusal(parameters, request.claims);
  const code = parameters.get('code') ?? '';
  if (code === '') throw new SignInRefused('ERR_SIGN_IN_ANSWER', { detail: 'no code' });
  const clientInfo = parameters.get('client_info') ?? undefined;
  return { code, kind, redirectUri, codeVerifier, nonce, request, clientInfo, issuer: named ?? undefined, returnTo };
}

function readRefusal(parameters: URLSearchParams, asked: SignInRequest['claims']): InteractionRequired | SignInRefused {
  const error = parameters.get('error');
  const errorCodes = readErrorCodes({ error_description: parameters.get('error_description') });
  const reason = interactionReasons.find((word) => word === error);
  if (reason === undefined) {
    const code = error === 'access_denied' ? 'ERR_SIGN_IN_DENIED' : 'ERR_SIGN_IN_REFUSED';
    return new SignInRefused(code, { error: findAuthorizeError(error), errorCodes });
  }
  try {
    // Where the authority names none, those that were asked for are what the person has to meet.
    const claims = parseClaims(parameters.get('claims') ?? asked);
    const suberror = findSuberror(parameters.get('suberror'));
    return new InteractionRequired({ reason, errorCodes, claims, suberror });
  } catch (cause) {
    // Without its claims the next sign-in would bring the same answer.
    return new SignInRefused('ERR_SIGN_IN_ANSWER', { detail: 'claims', errorCodes, cause });
  }
}
