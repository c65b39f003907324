import {
  decodeCompactJws,
  importVerificationKey,
  type JsonObject,
  KeyUnusable,
  verifyCompactJws,
} from '@holdfast/core';
import { IdTokenRefused } from '../errors/id-token-refused.ts';
import type { AuthoritySource } from '../metadata/authority-source.ts';
import { fillIssuer } from '../metadata/issuer.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import { checkClaims } from './check-claims.ts';

/** What an id_token has to agree with. */
export interface IdTokenExpectation {
  /** `nonce` of the sign-in; undefined for a token that came by a refresh token, which must have none. */
  readonly nonce: string | undefined;
  /** `iss` of the authority's answer, where it named one. @default the issuer of the metadata */
  readonly issuer?: string | undefined;
}

/** Validates an id_token and gives its claims. */
export type IdTokenValidator = (
  idToken: string,
  expected: IdTokenExpectation,
  signal?: AbortSignal,
) => Promise<JsonObject>;

/**
 * Makes the validator of a client: signed by a key that the authority publishes, and with claims for this application and this sign-in.
 *
 * The signature counts although the token came over TLS from the token endpoint (where OpenID Connect would let it pass): whoever can answer
 * in the place of that endpoint, by a worker or a proxy of the page, still cannot say who signed in.
 *
 * Not checked: how the person was authenticated; what the claims of a person say; `at_hash`: both tokens came in one answer, and
 * the access token is judged by its own binding.
 *
 * @param settings - the client whose tokens they are
 * @param source - the authority
 * @returns a function that throws {@link JwsInvalid}, {@link SignatureInvalid}, {@link IdTokenRefused}, {@link MetadataRefused}
 * @see OpenID Connect Core 1.0 section 3.1.3.7
 */
export function createIdTokenValidator(
  settings: Pick<ClientSettings, 'clientId' | 'authority' | 'clock'>,
  source: AuthoritySource,
): IdTokenValidator {
  return async (idToken, expected, signal) => {
    const jws = decodeCompactJws(idToken);
    const { alg, kid = '', typ = 'JWT' } = jws.header;
    // An access token or a proof of the same authority is signed by the same keys.
    if (typ.toUpperCase() !== 'JWT') throw new IdTokenRefused('ERR_ID_TOKEN_CLAIM', { detail: 'typ' });
    const { issuer } = await source.metadata(signal);
    const found = await source.findKey(kid, signal);
    const { tid } = jws.payload;
    const tenant = typeof tid === 'string' ? tid : '';
    // Entra publishes the keys of many tenants together, and marks each with the issuer that it signs for.
    if (found === undefined || fillIssuer(found.issuer ?? issuer, tenant) !== fillIssuer(issuer, tenant)) {
      throw new IdTokenRefused('ERR_ID_TOKEN_KEY');
    }
    const key = await importVerificationKey(found.jwk, alg).catch((cause: unknown): never => {
      throw cause instanceof KeyUnusable ? new IdTokenRefused('ERR_ID_TOKEN_KEY', { cause }) : cause;
    });
    const { payload } = await verifyCompactJws(jws, { key });
    checkClaims(payload, { ...settings, issuer: expected.issuer ?? issuer, nonce: expected.nonce });
    return payload;
  };
}
