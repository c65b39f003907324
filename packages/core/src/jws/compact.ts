import { decodeBase64url } from '../base/base64url.ts';
import { type Bytes, decodeUtf8 } from '../base/bytes.ts';
import { type JsonObject, parseStrictJsonObject } from '../base/strict-json.ts';
import { JwsInvalid } from '../errors/core-errors.ts';
import { findAlgorithm, type JwsAlgorithm } from '../jwa/algorithms.ts';

/** The header members that are understood; nothing else passes the front door. */
export interface JwsHeader {
  readonly alg: JwsAlgorithm;
  readonly typ?: string;
  readonly kid?: string;
  readonly x5t?: string;
  readonly 'x5t#S256'?: string;
  readonly x5c?: readonly string[];
}

/** A compact JWS that is well-formed. Its signature is not verified yet. */
export interface CompactJws {
  readonly header: JwsHeader;
  readonly payload: JsonObject;
  readonly signature: Bytes;
  /** The bytes that are signed, as the ASCII text `header.payload`. */
  readonly signingInput: string;
}

/** Where a door is wider than the rest. */
export interface DecodeOptions {
  /** Longest token, in characters; 16,384 unless told. */
  readonly maxLength?: number | undefined;
  /** Admits a certificate chain in the header (client assertions); it is never trusted by itself. */
  readonly allowX5c?: boolean | undefined;
  /** Admits base64 padding in `x5t`, which some clients send in assertions. */
  readonly relaxedX5t?: boolean | undefined;
}

const segment = /^[A-Za-z0-9_-]+$/;
const textMembers: ReadonlySet<string> = new Set(['typ', 'kid', 'x5t', 'x5t#S256']);
const longestText = 1024;
const base64urlText = /^[A-Za-z0-9_-]+$/;
const paddedBase64urlText = /^[A-Za-z0-9_-]+={0,2}$/;

/**
 * The one front door for signed tokens: every check that needs no key, before anything is trusted or hashed.
 *
 * Size, three parts, canonical base64url, strict JSON, an allowed algorithm, and a header allow-list: `crit`, `b64`, `zip`, `jku`,
 * `x5u`, `jwk` and everything unknown are refused. Not checked: the signature, and any claim.
 *
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
  const parts = text.split('.', 4);
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || signature === undefined) throw new JwsInvalid('ERR_JWS_SEGMENTS');
  // An empty signature is what `alg: none` looks like, whatever the header says.
  if (!segment.test(header) || !segment.test(payload) || !segment.test(signature))
    throw new JwsInvalid('ERR_JWS_ENCODING');
  return {
    header: parseHeader(parseObject(header), options),
    payload: parseObject(payload),
    signature: decodePart(signature),
    signingInput: `${header}.${payload}`,
  };
}

function parseHeader(header: JsonObject, options: DecodeOptions): JwsHeader {
  const entry = findAlgorithm(header['alg']);
  if (entry === undefined) throw new JwsInvalid('ERR_JWS_ALG');
  for (const [name, value] of Object.entries(header)) {
    if (name === 'alg') continue;
    if (name === 'x5c' && options.allowX5c === true && isCertificateChain(value)) continue;
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
  const bytes = decodePart(part);
  try {
    return parseStrictJsonObject(decodeUtf8(bytes));
  } catch (cause) {
    throw new JwsInvalid('ERR_JWS_JSON', { cause });
  }
}

function decodePart(part: string): Bytes {
  try {
    return decodeBase64url(part);
  } catch (cause) {
    throw new JwsInvalid('ERR_JWS_ENCODING', { cause });
  }
}
