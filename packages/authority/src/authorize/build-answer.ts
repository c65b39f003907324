import type { ErrorReply } from '../errors/error-reply.ts';
import { issuerV2 } from '../origin/addresses.ts';
import { renderFormPost } from '../pages/form-post-page.ts';
import type { Page } from '../pages/page.ts';
import { buildClientInfo } from '../sessions/client-info.ts';
import type { SignIn } from '../sessions/sign-in.ts';
import type { AuthorizeRequest, Client } from './authorize-request.ts';

/** Parameters of an answer, in order. */
export type AnswerParameters = readonly (readonly [name: string, value: string])[];

/** An answer to a client: an address to go to, or a page that sends it. */
export type ClientAnswer =
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'page'; readonly page: Page };

type AnswerFacts = Pick<AuthorizeRequest, 'origin' | 'parameters'> & { readonly client: Client };

/**
 * Writes the answer with a code.
 *
 * @see RFC 6749 section 4.1.2; RFC 9207 section 2
 */
export function buildCodeAnswer(facts: AnswerFacts, code: string, signIn: SignIn): ClientAnswer {
  const { values } = facts.parameters;
  return buildAnswer(facts, [
    ['code', code],
    ...(values.get('client_info') === '1' ? ([['client_info', buildClientInfo(signIn.user)]] as const) : []),
    ['session_state', signIn.sessionId],
  ]);
}

/**
 * Writes the answer with a refusal.
 *
 * @see RFC 6749 section 4.1.2.1; RFC 9207 section 2
 */
export function buildErrorAnswer(facts: AnswerFacts, error: ErrorReply): ClientAnswer {
  const { suberror, claims } = error;
  return buildAnswer(facts, [
    ['error', error.error],
    ['error_description', error.error_description],
    ['error_uri', error.error_uri],
    ...(suberror === undefined ? [] : ([['suberror', suberror]] as const)),
    ...(claims === undefined ? [] : ([['claims', claims]] as const)),
  ]);
}

// The state goes back as it came, and to the address that was matched: nothing of a request decides where an answer goes.
function buildAnswer(facts: AnswerFacts, parameters: AnswerParameters): ClientAnswer {
  const { origin, client } = facts;
  const state = facts.parameters.values.get('state');
  const all: AnswerParameters = [
    ...parameters,
    ...(state === undefined ? [] : ([['state', state]] as const)),
    ['iss', issuerV2(origin, client.tenant.id)],
  ];
  const { redirectUri, responseMode } = client;
  if (responseMode === 'form_post') {
    const application = client.application.name;
    return { kind: 'page', page: renderFormPost({ redirectUri, application, parameters: all }) };
  }
  const text = all.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  if (responseMode === 'fragment') return { kind: 'redirect', location: `${redirectUri}#${text}` };
  return { kind: 'redirect', location: `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${text}` };
}
