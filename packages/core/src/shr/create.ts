import { hostBytes, hostEncodeBase64urlText } from '#host';
import { encodeBase64url } from '../base/base64url.ts';
import type { Bytes } from '../base/bytes.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import { sha256Base64url } from '../base/digest.ts';
import { randomId } from '../base/random.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import { type HeaderField, hashHeaders } from './hashed-parts.ts';
import { findKeyParts, findOpening } from './key-parts.ts';
import { checkMethod, findSignedTarget } from './signed-target.ts';

/** The request that will be sent, exactly as it will be sent. */
export interface SignableRequest {
  /** In upper case, as it stands on the wire. */
  readonly method: string;
  /** Absolute `https:` or `http:` address. */
  readonly url: string | URL;
  /** Headers as they will be sent; only those that `signHeaders` names are looked at. */
  readonly headers?: Iterable<HeaderField> | undefined;
  /** The body bytes; leave it out when there is none. */
  readonly body?: Bytes | undefined;
}

/** What a signed HTTP request is made from. */
export interface CreateShrOptions {
  /** The bound access token, which travels inside of the proof. */
  readonly accessToken: string;
  /** The key that the access token is bound to. */
  readonly key: SigningKey;
  /** The request to cover. */
  readonly request: SignableRequest;
  /** The server's latest nonce. @default none: right for a server that gave none */
  readonly nonce?: string | undefined;
  /** Text for `client_claims`, signed as it is (`shrClaims` in MSAL). @default none */
  readonly clientClaims?: string | undefined;
  /** Names of headers to cover; each must appear exactly once. @default none */
  readonly signHeaders?: readonly string[] | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

/**
 * Signs an HTTP request together with the access token it carries: the value after `Authorization: PoP `.
 *
 * Covers method, host, path, the whole query, and the body and headers that are given; a fresh `jti` makes two requests of one
 * second differ.
 *
 * Not checked: that the token is bound to this key; where it is not, the resource refuses the request.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_QUERY_UNSIGNABLE`, `ERR_SHR_HEADERS`, `ERR_SHR_CLAIM_MALFORMED` when the request cannot be covered
 * @throws {@link JwkInvalid} when the key does not show a plain public key
 * @see draft-ietf-oauth-signed-http-request-03 section 3
 *
 * @example
 * ```ts
 * import { createSignedHttpRequest, generateSigningKey } from '@holdfast/core';
 *
 * const key = await generateSigningKey({ alg: 'RS256' });
 * const proof = await createSignedHttpRequest({
 *   accessToken: 'the bound access token',
 *   key,
 *   request: { method: 'GET', url: 'https://api.example/orders?page=2' },
 * });
 * const headers = { authorization: `PoP ${proof}` };
 * console.log(Object.keys(headers));
 * ```
 */
export async function createSignedHttpRequest(options: CreateShrOptions): Promise<string> {
  const { key, request, nonce, clientClaims, signHeaders = [] } = options;
  const method = checkMethod(request.method);
  const parts = findKeyParts(key);
  // What is there already is not waited for: a promise costs as much as any of the steps.
  const found = findSignedTarget(parts.targets, request.url);
  const target = typeof found === 'string' ? found : await found;
  const headers = signHeaders.length === 0 ? undefined : await hashHeaders(signHeaders, [...(request.headers ?? [])]);
  const body = request.body === undefined ? undefined : await sha256Base64url(request.body);
  const { encoded, rest } = findOpening(parts, options.accessToken);
  // Behind the access token, which comes first, and before the key, which comes last: what is new every time.
  const members =
    writeMember('ts', epochSeconds(options.clock ?? Date.now)) +
    writeMember('m', method) +
    `,${target}` +
    writeMember('h', headers) +
    writeMember('b', body) +
    writeMember('nonce', nonce) +
    writeMember('jti', randomId()) +
    writeMember('client_claims', clientClaims);
  const signingInput = `${parts.header}.${encoded}${hostEncodeBase64urlText(rest + members + parts.end)}`;
  const made = key.signAscii === undefined ? key.sign(hostBytes(signingInput)) : key.signAscii(signingInput);
  const signature = made instanceof Uint8Array ? made : await made;
  return `${signingInput}.${encodeBase64url(signature)}`;
}

function writeMember(name: string, value: unknown): string {
  return value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;
}
