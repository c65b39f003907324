/**
 * Signed HTTP requests in the form of msal-browser, for APIs that know no other.
 *
 * That form leaves the letter case of the address unsigned, and any body and headers; {@link createMsalBrowserShr} is for an API that cannot
 * verify what `createSignedHttpRequest` makes. `@holdfast/resource` verifies both, this one where `dialects` names `msal-browser`.
 *
 * @example
 * ```ts
 * import { generateSigningKey } from '@holdfast/core';
 * import { createMsalBrowserShr } from '@holdfast/core/msal-browser-shr';
 *
 * const key = await generateSigningKey({ alg: 'RS256' });
 * const request = { method: 'GET', url: 'https://api.example/Orders?page=2' };
 * console.log(`PoP ${await createMsalBrowserShr({ accessToken: 'the bound access token', key, request })}`.length);
 * ```
 *
 * @packageDocumentation
 */
import { encodeBase64url } from '../base/base64url.ts';
import { encodeUtf8 } from '../base/bytes.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import type { JsonObject } from '../base/strict-json.ts';
import { ShrInvalid } from '../errors/shr-invalid.ts';
import { type PublicJwk, parsePublicJwk } from '../jwk/public-jwk.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import type { SignableRequest } from './create.ts';
import { splitMsalAddress } from './msal-browser-address.ts';
import { checkMethod } from './signed-target.ts';

/** What a signed HTTP request of msal-browser is made from. */
export interface MsalBrowserShrOptions {
  /** The bound access token, which travels inside of the proof. */
  readonly accessToken: string;
  /** The key that the access token is bound to. */
  readonly key: SigningKey;
  /** The request to cover; this form has no place for its headers and its body. */
  readonly request: Pick<SignableRequest, 'method' | 'url'>;
  /** The server's latest nonce. @default a UUID, which that client sends where a server gave none */
  readonly nonce?: string | undefined;
  /** Text for `client_claims`, signed as it is (`shrClaims`). @default none */
  readonly clientClaims?: string | undefined;
  /** More claims, at the top level; of the others they may replace `ts` and `nonce` only. @default none */
  readonly claims?: JsonObject | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

/**
 * Signs an HTTP request as msal-browser 5 does: the value after `Authorization: PoP `.
 *
 * Covers method, host, path and query; the latter two in lower case, and the query as it is and not hashed. Where the platform rewrites an address
 * before it is sent (`/a/../b`, blanks, letters outside of US-ASCII), that client signs what was written, which no API receives; here what is sent is signed.
 *
 * Not checked: that the token is bound to this key; where it is not, the resource refuses the request.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_CLAIM_MALFORMED` for an address without a host, or with credentials, a method that is none, and claims that are taken
 * @throws {@link JwkInvalid} when the key does not show a plain public key
 *
 * @example
 * ```ts
 * import type { SigningKey } from '@holdfast/core';
 * import { createMsalBrowserShr } from '@holdfast/core/msal-browser-shr';
 *
 * export const prove = (accessToken: string, key: SigningKey, nonce: string) =>
 *   createMsalBrowserShr({ accessToken, key, nonce, request: { method: 'POST', url: 'https://api.example/orders' } });
 * ```
 */
export async function createMsalBrowserShr(options: MsalBrowserShrOptions): Promise<string> {
  const { accessToken, key, request, nonce, clientClaims, claims = {}, clock = Date.now } = options;
  const { u, p, q } = splitMsalAddress(String(request.url));
  const taken = Object.keys(claims).find((name) => covered.has(name));
  if (taken !== undefined) throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim: taken });
  const payload = {
    at: accessToken,
    ts: epochSeconds(clock),
    m: checkMethod(request.method.toUpperCase()),
    u,
    nonce: nonce || crypto.randomUUID(),
    p,
    q: q === '' ? undefined : [[], q],
    client_claims: clientClaims || undefined,
    ...claims,
    cnf: { jwk: exportedForm(parsePublicJwk(key.jwk), key.alg) },
  };
  const header = { typ: 'pop', alg: key.alg, kid: encode({ kid: key.thumbprint }) };
  const signingInput = `${encode(header)}.${encode(payload)}`;
  return `${signingInput}.${encodeBase64url(await key.sign(encodeUtf8(signingInput)))}`;
}

const covered: ReadonlySet<string> = new Set(['at', 'm', 'u', 'p', 'q', 'client_claims', 'cnf']);

function encode(value: unknown): string {
  return encodeBase64url(encodeUtf8(JSON.stringify(value)));
}

// As WebCrypto exports a public key in Chromium; that client sends the export as it is.
function exportedForm(jwk: PublicJwk, alg: string): object {
  const facts = { ext: true, key_ops: ['verify'] };
  if (jwk.kty === 'EC') return { crv: jwk.crv, ...facts, kty: jwk.kty, x: jwk.x, y: jwk.y };
  return { alg, e: jwk.e, ...facts, kty: jwk.kty, n: jwk.n };
}
