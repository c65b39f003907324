import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingRequest } from '@holdfast/resource';
import {
  calculateJwkThumbprint,
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
} from 'jose';
import { api, type ProofAlgorithm, type ProofStock } from './proof-stock.ts';

interface Proof {
  readonly at: string;
  readonly ts: number;
  readonly m: string;
  readonly u: string;
  readonly p: string;
  readonly q: readonly [readonly string[], string];
  readonly nonce: string;
  readonly cnf: { readonly jwk: JWK };
}

/**
 * The same checks, put together from `jose` as its documentation suggests: the token under the issuer's keys, the proof under the key that
 * the token names, time, request, nonce and replay.
 *
 * @param keepsKeys - keeps imported proof keys by thumbprint, which takes a careful author; `jose` imports the key of a proof each time
 */
export function createJoseVerifier(
  stock: ProofStock,
  alg: ProofAlgorithm,
  keepsKeys: boolean,
): (incoming: IncomingRequest) => Promise<void> {
  const issuerKeys = createLocalJWKSet(stock.jwks as unknown as JSONWebKeySet);
  const proofKeys = new Map<string, Awaited<ReturnType<typeof importJWK>>>();
  const seen = new Set<string>();

  const findKey = async (jwk: JWK, thumbprint: string) => {
    const known = proofKeys.get(thumbprint);
    if (known !== undefined) return known;
    const key = await importJWK(jwk, alg);
    if (keepsKeys) proofKeys.set(thumbprint, key);
    return key;
  };

  return async ({ headers, method, target }) => {
    const text = (headers.find(([name]) => name === 'Authorization')?.[1] ?? '').slice('PoP '.length);
    const { typ } = decodeProtectedHeader(text);
    const proof = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as Proof;
    const { payload } = await jwtVerify(proof.at, issuerKeys, {
      issuer: api.issuer,
      audience: api.audience,
      algorithms: ['RS256'],
    });
    const bound = (payload['cnf'] as { readonly kid: string }).kid;
    const thumbprint = await calculateJwkThumbprint(proof.cnf.jwk);
    await compactVerify(text, await findKey(proof.cnf.jwk, thumbprint), { algorithms: [alg] });
    const [path, query = ''] = target.split('?');
    const now = Math.floor(Date.now() / 1000);
    const isGood =
      typ === 'pop' &&
      bound === thumbprint &&
      Math.abs(now - proof.ts) <= 300 &&
      proof.m === method &&
      proof.u === api.host &&
      proof.p === path &&
      proof.q[1] === hash('sha256', query, 'base64url') &&
      isOurNonce(proof.nonce, stock.nonceSecret);
    const id = hash('sha256', text, 'base64url');
    if (!isGood || seen.has(id)) throw new Error('refused');
    seen.add(id);
  };
}

function isOurNonce(nonce: string, secret: Uint8Array): boolean {
  const mac = createHmac('sha256', secret)
    .update(`holdfast server nonce 1\n${nonce.slice(0, 20)}`)
    .digest('base64url');
  return timingSafeEqual(Buffer.from(mac.slice(0, 40)), Buffer.from(nonce.slice(20)));
}
