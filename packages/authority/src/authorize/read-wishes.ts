import { isJsonObject } from '@holdfast/core';
import { parseClaims, type RequestedClaims, readClaims } from '../claims/requested-claims.ts';
import { type GrantedScopes, parseScopes } from '../codes/granted-scopes.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { readHintedName } from '../sessions/login-hint.ts';
import type { AuthorizeRequest, Client } from './authorize-request.ts';

/** What a request wishes. */
export interface ReadWishes {
  readonly scopes: GrantedScopes;
  readonly claimsWish: ClaimsWish;
  readonly wish: SignInWish;
}

/** Step: the scopes name permissions of one API. */
export function readScopes({ directory, parameters, client }: AuthorizeRequest & { readonly client: Client }): {
  readonly scopes: GrantedScopes;
} {
  const text = parameters.values.get('scope');
  if (text === undefined) throw new TokenRefused('scopeMissing');
  return { scopes: parseScopes(directory, text, client.application) };
}

/** What the `claims` parameter asks for. */
export interface ClaimsWish {
  /** Of the access token, for whoever redeems the code. */
  readonly requested: RequestedClaims | undefined;
  /** Of the id_token: when the user signed in. */
  readonly asksAuthenticationTime: boolean;
  /** Of the sign-in. */
  readonly contexts: RequestedClaims['authenticationContexts'];
}

/** Step: the `claims` parameter is JSON, and may ask for a sign-in that meets an authentication context. */
export function readClaimsWish({ parameters }: AuthorizeRequest): { readonly claimsWish: ClaimsWish } {
  const text = parameters.values.get('claims');
  if (text === undefined) {
    return { claimsWish: { requested: undefined, asksAuthenticationTime: false, contexts: undefined } };
  }
  const claims = parseClaims(text);
  const requested = readClaims(claims);
  const idToken = claims['id_token'];
  // OpenID Connect Core section 2: as an essential claim; a wish that is not essential is granted too.
  const asksAuthenticationTime = isJsonObject(idToken) && 'auth_time' in idToken;
  return { claimsWish: { requested, asksAuthenticationTime, contexts: requested.authenticationContexts } };
}

/** What the request says about the sign-in itself. */
export interface SignInWish {
  /** Nobody is to be asked anything. */
  readonly isSilent: boolean;
  readonly asksLogin: boolean;
  readonly asksAccount: boolean;
  readonly asksConsent: boolean;
  /** Seconds since the person last proved who they are. */
  readonly maxAge: number | undefined;
  /** What names an account: `sid`, or else the user name in `login_hint`. */
  readonly hint: { readonly kind: 'sid' | 'login'; readonly value: string } | undefined;
}

const prompts: ReadonlySet<string> = new Set(['none', 'login', 'consent', 'select_account', 'create']);
const seconds = /^\d{1,9}$/;

/**
 * Step: what the request says about the sign-in: `prompt`, `max_age`, and whom it means.
 *
 * `create` is taken for `login`: nobody can sign up here. `domain_hint` is ignored: the users are those of one tenant.
 *
 * @see OpenID Connect Core section 3.1.2.1
 */
export function readSignInWish({ parameters }: AuthorizeRequest): { readonly wish: SignInWish } {
  const { values } = parameters;
  const asked = new Set((values.get('prompt') ?? '').split(' ').filter((word) => word !== ''));
  const isSilent = asked.has('none');
  if ([...asked].some((word) => !prompts.has(word)) || (isSilent && asked.size > 1)) {
    throw new TokenRefused('promptUnsupported');
  }
  const maxAge = values.get('max_age');
  if (maxAge !== undefined && !seconds.test(maxAge)) throw new TokenRefused('requestMalformed', 'max_age');
  const [sid, login] = [values.get('sid'), values.get('login_hint')];
  return {
    wish: {
      isSilent,
      asksLogin: asked.has('login') || asked.has('create'),
      asksAccount: asked.has('select_account'),
      asksConsent: asked.has('consent'),
      maxAge: maxAge === undefined ? undefined : Number(maxAge),
      hint: findHint(sid, login),
    },
  };
}

function findHint(sid: string | undefined, login: string | undefined): SignInWish['hint'] {
  if (sid !== undefined) return { kind: 'sid', value: sid };
  return login === undefined ? undefined : { kind: 'login', value: readHintedName(login) };
}
