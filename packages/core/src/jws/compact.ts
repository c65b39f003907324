import { hostReadBase64url } from '#host';
import { decodeBase64url } from '../base/base64url.ts';
import { type Bytes, decodeUtf8 } from '../base/bytes.ts';
import { type JsonObject, parseStrictJsonObject } from '../base/strict-json.ts';
import { JwsInvalid } from '../errors/core-errors.ts';
import { findAlgorithm, type JwsAlgorithm } from '../jwa/algorithms.ts';

/** The header members that are understood; nothing else passes the front door. */
export interface JwsHeader {
  /** How the token says it was signed. The key decides how it is verified. */
  readonly alg: JwsAlgorithm;
  /** Media type of the token: `JWT`, `at+jwt`, `pop`. */
  readonly typ?: string;
  /** Name of the signing key. */
  readonly kid?: string;
  /** base64url SHA-1 of the signing certificate's DER. */
  readonly x5t?: string;
  /** base64url SHA-256 of the signing certificate's DER. */
  readonly 'x5t#S256'?: string;
  /** The signing certificate and its issuers, base64 DER; admitted with `allowX5c` only. */
  readonly x5c?: readonly string[];
  /** Where the signer says its keys are; admitted with `allowJku` only, and never fetched. */
  readonly jku?: string;
}

/** A compact JWS that is well-formed. Its signature is not verified yet. */
export interface CompactJws {
  /** The header, which has only members that are understood. */
  readonly header: JwsHeader;
  /** The claims. Nobody vouches for them yet. */
  readonly payload: JsonObject;
  /** The signature, decoded. */
  readonly signature: Bytes;
  /** The bytes that are signed, as the ASCII text `header.payload`. */
  readonly signingInput: string;
}

/** Where a door is wider than the rest. */
export interface DecodeOptions {
  /** Longest token, in characters. @default 16,384 */
  readonly maxLength?: number | undefined;
  /** Admits a certificate chain in the header (client assertions); it is never trusted by itself. @default `false` */
  readonly allowX5c?: boolean | undefined;
  /** Admits `jku`, for a reader that compares it with the one address it expects (attestation tokens). Nothing is fetched. @default `false` */
  readonly allowJku?: boolean | undefined;
  /** Admits base64 padding in `x5t`, which some clients send in assertions. @default `false` */
  readonly relaxedX5t?: boolean | undefined;
}

const textMembers: ReadonlySet<string> = new Set(['typ', 'kid', 'x5t', 'x5t#S256']);
const longestText = 1024;
const base64urlText = /^[A-Za-z0-9_-]+$/;
const paddedBase64urlText = /^[A-Za-z0-9_-]+={0,2}$/;

/**
 * The one front door for signed tokens: every check that needs no key, before anything is trusted or hashed.
 *
 * Size, three parts, canonical base64url, strict JSON, an allowed algorithm, and a header allow-list: `crit`, `b64`, `zip`, `jku`,
 * `x5u`, `jwk` and everything unknown are refused.
 *
 * Not checked: the signature, and any claim.
 *
 * @param text - the token, as it was sent
 * @param options - where this door is wider than the rest
 * @throws {@link JwsInvalid} `ERR_JWS_TOO_LARGE`, `ERR_JWS_SEGMENTS`, `ERR_JWS_ENCODING`, `ERR_JWS_JSON`, `ERR_JWS_ALG`, `ERR_JWS_HEADER`
 * @see RFC 7515 section 5.2 and 7.1; RFC 8725 section 3
 *
 * @example
 * ```ts
 * import { decodeCompactJws, generateSigningKey, signCompactJws } from '@holdfast/core';
 *
 * const key = await generateSigningKey();
 * const { header } = decodeCompactJws(await signCompactJws({ header: { kid: 'k1' }, payload: {}, key }));
 * console.log(header.alg, header.kid); // ES256 k1: what the token says, not yet what is true
 * ```
 */
export function decodeCompactJws(text: string, options: DecodeOptions = {}): CompactJws {
  if (typeof text !== 'string') throw new JwsInvalid('ERR_JWS_SEGMENTS');
  if (text.length > (options.maxLength ?? 16_384)) throw new JwsInvalid('ERR_JWS_TOO_LARGE');
  const first = text.indexOf('.');
  const last = text.lastIndexOf('.');
  // Two dots, and something before each of them.
  if (first < 1 || last <= first + 1) throw new JwsInvalid('ERR_JWS_SEGMENTS');
  if (text.indexOf('.', first + 1) !== last) throw new JwsInvalid('ERR_JWS_SEGMENTS');
  // An empty signature is what `alg: none` looks like, whatever the header says.
  if (last === text.length - 1) throw new JwsInvalid('ERR_JWS_ENCODING');
  const signature = decodeSignature(text.slice(last + 1));
  return {
    header: parseHeader(parseObject(text.slice(0, first)), options),
    payload: parseObject(text.slice(first + 1, last)),
    signature,
    signingInput: text.slice(0, last),
  };
}

function parseHeader(header: JsonObject, options: DecodeOptions): JwsHeader {
  const entry = findAlgorithm(header['alg']);
  if (entry === undefined) throw new JwsInvalid('ERR_JWS_ALG');
  for (const [name, value] of Object.entries(header)) {
    if (name === 'alg') continue;
    if (name === 'x5c' && options.allowX5c === true && isCertificateChain(value)) continue;
    if (name === 'jku' && options.allowJku === true && isText(value)) continue;
    // The name comes from outside, so it is not repeated in the message.
    if (!textMembers.has(name) || !isText(value)) throw new JwsInvalid('ERR_JWS_HEADER');
    if (name.startsWith('x5t') && !(options.relaxedX5t === true ? paddedBase64urlText : base64urlText).test(value)) {
      throw new JwsInvalid('ERR_JWS_HEADER', { detail: 'x5t' });
    }
  }
  // Some clients send one certificate as a bare text instead of a list.
  const chain = typeof header['x5c'] === 'string' ? { x5c: [header['x5c']] } : {};
  return { ...header, ...chain, alg: entry.alg } as JwsHeader;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText;
}

function isCertificateChain(value: unknown): boolean {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.length <= 10 && list.every((entry) => typeof entry === 'string');
}

function parseObject(part: string): JsonObject {
  const bytes = hostReadBase64url(part);
  if (bytes === undefined) throw new JwsInvalid('ERR_JWS_ENCODING');
  try {
    return parseStrictJsonObject(decodeUtf8(bytes));
  } catch (cause) {
    throw new JwsInvalid('ERR_JWS_JSON', { cause });
  }
}

function decodeSignature(part: string): Bytes {
  try {
    return decodeBase64url(part);
  } catch (cause) {
    throw new JwsInvalid('ERR_JWS_ENCODING', { cause });
  }
}
