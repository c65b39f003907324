import { FlightAborted } from '@holdfast/core';
import { buildScopeText, createSchemeTexts } from '../cache/cache-key.ts';
import { ProofKeyUnavailable } from '../errors/scheme-errors.ts';
import type { Authority } from '../metadata/authority.ts';
import type { ProofKeys } from '../proof-keys/proof-keys.ts';
import type { AuthorizationScheme } from '../scheme/authorization-scheme.ts';
import { chooseScheme } from '../scheme/choose-scheme.ts';
import { createOwnKeySchemes } from '../scheme/own-key-schemes.ts';
import type { TokenAcquirer } from './acquire-token.ts';
import type { Acquisition } from './acquired-token.ts';
import { type ParsedRequest, parseTokenRequest } from './parse-request.ts';
import type { RequestSigner } from './sign-request.ts';
import type { ClientTokenRequest } from './token-request.ts';
import { type TokenResult, toTokenResult } from './token-result.ts';

/** What {@link createAcquireForClient} needs. */
export interface AcquireForClientOptions {
  readonly authority: Authority;
  readonly keys: Pick<ProofKeys, 'current' | 'isDiscarded'>;
  readonly acquire: TokenAcquirer;
  readonly signHttpRequest: RequestSigner;
}

/** Makes `acquireTokenForClient`: parse, choose the scheme, acquire, sign where a request was named. */
export function createAcquireForClient(
  options: AcquireForClientOptions,
): (request: ClientTokenRequest) => Promise<TokenResult> {
  const { authority, keys, acquire, signHttpRequest } = options;
  const ownKeyScheme = createOwnKeySchemes();
  const schemeText = createSchemeTexts();
  return async (request) => {
    const parsed = parseTokenRequest(request, authority);
    if (parsed.signal?.aborted) throw new FlightAborted({ cause: parsed.signal.reason });
    const { tenant } = parsed.question.authority;
    const scheme = await chooseScheme(parsed.scheme, async (form) => ownKeyScheme(form, await keys.current(tenant)));
    if (scheme.binding !== undefined && keys.isDiscarded(scheme.binding.thumbprint)) {
      throw new ProofKeyUnavailable('ERR_PROOF_KEY_DISCARDED');
    }
    const token = toTokenResult(await acquire(describeWish(parsed, scheme, schemeText(scheme))), parsed.question);
    const { resourceRequest, nonce, clientClaims } = parsed;
    if (resourceRequest === undefined) return token;
    const authorizationHeader = await signHttpRequest({ token, request: resourceRequest, nonce, clientClaims });
    return { ...token, authorizationHeader };
  };
}

function describeWish(parsed: ParsedRequest, scheme: AuthorizationScheme, schemeText: string): Acquisition {
  const { question, tokenHash, forceRefresh, signal } = parsed;
  const { authority, scopes, claims } = question;
  return {
    cacheKey: { tenant: authority.tenant, scheme: schemeText, scopes: buildScopeText(scopes) },
    query: { ...question, scheme },
    wish: { hasClaims: claims !== undefined, tokenHash, forceRefresh },
    signal,
  };
}
