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
import type { CertificateBinder } from './bind-certificate.ts';
import { type ParsedRequest, parseTokenRequest } from './parse-request.ts';
import type { RequestSigner } from './sign-request.ts';
import type { ClientTokenRequest } from './token-request.ts';
import { type TokenResult, toTokenResult } from './token-result.ts';

/** What {@link createAcquireForClient} needs. */
export interface AcquireForClientOptions {
  readonly authority: Authority;
  readonly keys: Pick<ProofKeys, 'current' | 'isDiscarded'>;
  /** Absent for a client without certificates. */
  readonly certificates: CertificateBinder | undefined;
  readonly acquire: TokenAcquirer;
  readonly signHttpRequest: RequestSigner;
}

/** Makes `acquireTokenForClient`: parse, choose the scheme, acquire, sign where a request was named. */
export function createAcquireForClient(
  options: AcquireForClientOptions,
): (request: ClientTokenRequest) => Promise<TokenResult> {
  const { authority, keys, certificates, acquire, signHttpRequest } = options;
  const ownKeyScheme = createOwnKeySchemes();
  const schemeText = createSchemeTexts();
  const give = async (parsed: ParsedRequest, scheme: AuthorizationScheme): Promise<TokenResult> => {
    if (scheme.binding !== undefined && keys.isDiscarded(scheme.binding.thumbprint)) {
      throw new ProofKeyUnavailable('ERR_PROOF_KEY_DISCARDED');
    }
    const acquisition = describeWish(parsed, scheme, schemeText(scheme));
    return toTokenResult(await acquire(acquisition), acquisition.query);
  };
  const giveBound = async (parsed: ParsedRequest, binder: CertificateBinder): Promise<TokenResult> => {
    const scheme = await binder.choose(parsed);
    const { credential } = scheme;
    if (credential === undefined) return { ...(await give(parsed, scheme)), unboundFallback: true };
    try {
      return await give(parsed, scheme);
    } catch (error) {
      const next = await binder.chooseAgain(parsed, credential, error);
      if (next === undefined) throw error;
      return give(parsed, next);
    }
  };
  return async (request) => {
    const parsed = parseTokenRequest(request, authority);
    if (parsed.signal?.aborted) throw new FlightAborted({ cause: parsed.signal.reason });
    const { tenant } = parsed.question;
    if (parsed.scheme.name === 'mtls_pop' && certificates !== undefined) return giveBound(parsed, certificates);
    const chosen = chooseScheme(parsed.scheme, (form) => {
      const key = keys.current(tenant);
      return 'then' in key ? key.then((made) => ownKeyScheme(form, made)) : ownKeyScheme(form, key);
    });
    // Only a key that is not there yet is waited for: a promise is a twentieth of what a token from the cache costs.
    const token = await give(parsed, 'then' in chosen ? await chosen : chosen);
    const { resourceRequest, nonce, clientClaims } = parsed;
    if (resourceRequest === undefined) return token;
    const authorizationHeader = await signHttpRequest({ token, request: resourceRequest, nonce, clientClaims });
    return { ...token, authorizationHeader };
  };
}

function describeWish(parsed: ParsedRequest, scheme: AuthorizationScheme, schemeText: string): Acquisition {
  const { question, tokenHash, forceRefresh, signal } = parsed;
  const { tenant, scopes, claims } = question;
  return {
    cacheKey: { tenant, scheme: schemeText, scopes: buildScopeText(scopes) },
    query: { ...question, scheme },
    wish: { hasClaims: claims !== undefined, tokenHash, forceRefresh },
    signal,
  };
}
