import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign as signJws,
} from 'node:crypto';
import {
  createNonceIssuer,
  createSignedHttpRequest,
  type JsonObject,
  jwkThumbprint,
  parsePublicJwk,
  type SigningKey,
} from '@holdfast/core';
import type { IncomingRequest, TokenValidatorOptions } from '@holdfast/resource';
import { derFromRaw } from '../../packages/core/src/host/der-signature.ts';

/** Signature algorithm of the proofs; the tokens are signed with RS256, as Entra does. */
export type ProofAlgorithm = 'RS256' | 'ES256';

/** One request with a proof that nobody has seen yet, and its parts for whoever only verifies the signature. */
export interface PreparedProof {
  readonly incoming: IncomingRequest;
  readonly signedBytes: Buffer;
  readonly signature: Uint8Array;
  readonly publicKey: KeyObject;
}

/** Access tokens in rotation, and fresh proofs over them. */
export interface ProofStock {
  readonly options: TokenValidatorOptions;
  /** The keys of the issuer. */
  readonly jwks: JsonObject;
  readonly nonceSecret: Uint8Array;
  /** Signs proofs, each over the next token in turn, and each client's with the nonce that it was given last. */
  take(count: number): Promise<readonly PreparedProof[]>;
  /** The same, with a nonce of its own in each proof. */
  takeWithNonces(count: number): Promise<readonly PreparedProof[]>;
}

/** The API of these measurements. */
export const api = {
  issuer: 'https://login.example/8e1f9a0e-0000-4000-8000-5f2d3c4b5a69/v2.0',
  tenant: '8e1f9a0e-0000-4000-8000-5f2d3c4b5a69',
  audience: 'api://orders',
  host: 'api.example',
  path: '/orders',
  query: 'page=2',
} as const;

const clients = 10;

/** Makes a stock with so many distinct access tokens, of ten clients with a key each. */
export async function createProofStock(alg: ProofAlgorithm, tokens: number): Promise<ProofStock> {
  const issuer = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = await Promise.all(Array.from({ length: clients }, () => generateProofKey(alg)));
  const bound = Array.from({ length: tokens }, (_, index) => {
    const { key, publicKey } = keys[index % clients] as ProofKeyPair;
    return { accessToken: mintToken(issuer.privateKey, key.thumbprint), key, publicKey };
  });
  const nonceSecret = randomBytes(32);
  const nonces = createNonceIssuer({ secret: nonceSecret });
  const jwk = { ...issuer.publicKey.export({ format: 'jwk' }), kid: 'issuer-1', alg: 'RS256', use: 'sig' };
  const jwks = { keys: [jwk] } as JsonObject;
  let next = 0;

  const prepare = async (nonceOf: (client: number) => string | Promise<string>): Promise<PreparedProof> => {
    const index = next++ % tokens;
    const { accessToken, key, publicKey } = bound[index] as (typeof bound)[number];
    const url = `https://${api.host}${api.path}?${api.query}`;
    const request = { method: 'GET', url };
    const proof = await createSignedHttpRequest({ accessToken, key, request, nonce: await nonceOf(index % clients) });
    return { ...partsOf(proof, alg), publicKey, incoming: incomingWith(proof) };
  };

  return {
    options: {
      issuers: [{ issuer: api.issuer, jwks }],
      audience: api.audience,
      origins: `https://${api.host}`,
      nonce: { secret: nonceSecret },
    },
    jwks,
    nonceSecret,
    async take(count) {
      const given = await Promise.all(keys.map(() => nonces.issue()));
      return Promise.all(Array.from({ length: count }, () => prepare((client) => given[client] as string)));
    },
    takeWithNonces: (count) => Promise.all(Array.from({ length: count }, () => prepare(() => nonces.issue()))),
  };
}

interface ProofKeyPair {
  readonly key: SigningKey;
  readonly publicKey: KeyObject;
}

async function generateProofKey(alg: ProofAlgorithm): Promise<ProofKeyPair> {
  const { privateKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = createPublicKey(privateKey);
  const jwk = parsePublicJwk(publicKey.export({ format: 'jwk' }));
  const sign = (data: Uint8Array) => signJws('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return { key: { alg, jwk: Object.freeze(jwk), thumbprint: await jwkThumbprint(jwk), sign }, publicKey };
}

// The claims of an app-only token of Entra, version 2.
function mintToken(issuerKey: KeyObject, thumbprint: string): string {
  const now = Math.floor(Date.now() / 1000);
  const client = randomUUID();
  const signed = [
    { typ: 'JWT', alg: 'RS256', kid: 'issuer-1' },
    {
      aud: api.audience,
      iss: api.issuer,
      iat: now - 5,
      nbf: now - 5,
      exp: now + 3600,
      aio: randomBytes(40).toString('base64'),
      azp: client,
      azpacr: '2',
      cnf: { kid: thumbprint, xms_ksl: 'sw' },
      oid: client,
      rh: '1.AXQA',
      roles: ['Orders.Read', 'Orders.Write'],
      sub: client,
      tid: api.tenant,
      uti: randomBytes(16).toString('base64url'),
      ver: '2.0',
    },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${signJws('sha256', Buffer.from(signed), issuerKey).toString('base64url')}`;
}

function incomingWith(proof: string): IncomingRequest {
  // Through bytes: text that comes from a socket is one flat piece.
  const authorization = Buffer.from(`PoP ${proof}`).toString('latin1');
  return {
    method: 'GET',
    target: `${api.path}?${api.query}`,
    headers: [
      ['Host', api.host],
      ['Accept', '*/*'],
      ['User-Agent', 'bench'],
      ['Authorization', authorization],
    ],
    body: new Uint8Array(0),
  };
}

function partsOf(proof: string, alg: ProofAlgorithm): Pick<PreparedProof, 'signedBytes' | 'signature'> {
  const dot = proof.lastIndexOf('.');
  const raw = Buffer.from(proof.slice(dot + 1), 'base64url');
  return { signedBytes: Buffer.from(proof.slice(0, dot)), signature: alg === 'ES256' ? derFromRaw(raw) : raw };
}
