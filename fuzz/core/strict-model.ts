import { createHash } from 'node:crypto';
import {
  isJsonObject,
  jwkThumbprint,
  type KeyConfirmation,
  parsePublicJwk,
  type ReceivedRequest,
} from '@holdfast/core';

/** What a proof is held against. */
export interface Facing {
  readonly request: ReceivedRequest;
  readonly confirmation: KeyConfirmation;
  readonly nowSeconds: number;
}

/**
 * Says whether the strict dialect must accept claims that the holder signed: written from the draft, apart from the code under
 * fuzz, and with no care for speed.
 */
export async function strictModelAccepts(
  payload: unknown,
  { request, confirmation, nowSeconds }: Facing,
): Promise<boolean> {
  if (!isJsonObject(payload)) return false;
  const { at, ts, m, u, p, q, h, b, nonce, jti, client_claims } = payload;
  return (
    isText(at) &&
    typeof ts === 'number' &&
    Number.isSafeInteger(ts) &&
    ts >= 0 &&
    ts >= nowSeconds - 300 &&
    ts <= nowSeconds + 60 &&
    m === request.method &&
    u === request.host &&
    p === request.path &&
    [m, u, p].every(isText) &&
    coversQuery(q, request.query) &&
    (h === undefined || coversHeaders(h, request.headers)) &&
    (b === undefined || (request.body !== undefined && isText(b) && b === hash(request.body))) &&
    [nonce, jti, client_claims].every((claim) => claim === undefined || isText(claim)) &&
    (await namesKey(payload['cnf'], confirmation))
  );
}

function coversQuery(q: unknown, query: string): boolean {
  const claim = readHashed(q);
  if (claim === undefined) return false;
  const parts = query === '' ? [] : query.split('&');
  const named = parts.map((part) => part.split('=')[0] ?? '');
  if (named.includes('') || new Set(named).size < named.length) return false;
  if (claim.names.length !== named.length || new Set(claim.names).size < named.length) return false;
  const signed = claim.names.map((name) => parts[named.indexOf(name)]);
  return !signed.includes(undefined) && claim.hash === hash(signed.join('&'));
}

function coversHeaders(h: unknown, headers: ReceivedRequest['headers']): boolean {
  const claim = readHashed(h);
  if (claim === undefined || new Set(claim.names).size < claim.names.length) return false;
  const lines = claim.names.map((name) => {
    const values = headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
    return values.length === 1 && name !== 'authorization' ? `${name}: ${values[0]}` : undefined;
  });
  return !lines.includes(undefined) && claim.hash === hash(lines.join('\n'));
}

function readHashed(claim: unknown): { readonly names: readonly string[]; readonly hash: string } | undefined {
  if (!Array.isArray(claim) || claim.length !== 2) return undefined;
  const [names, digest] = claim as readonly unknown[];
  if (!Array.isArray(names) || !names.every(isText) || typeof digest !== 'string') return undefined;
  return { names, hash: digest };
}

async function namesKey(cnf: unknown, confirmation: KeyConfirmation): Promise<boolean> {
  if (cnf === undefined) return confirmation.form === 'jwk';
  if (!isJsonObject(cnf) || Object.keys(cnf).join() !== 'jwk') return false;
  try {
    const key = parsePublicJwk(cnf['jwk']);
    const thumbprint = await jwkThumbprint(key);
    const poses = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(key.kid ?? '') && key.kid !== thumbprint;
    const algFits = key.alg === undefined || confirmation.form === 'jwk';
    return thumbprint === confirmation.thumbprint && !poses && algFits;
  } catch {
    return false;
  }
}

function hash(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
