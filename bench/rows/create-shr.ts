import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createSignedHttpRequest } from '@holdfast/core';
import { createNodeSigningKey } from '@holdfast/node';
import { exportJWK, importPKCS8, SignJWT } from 'jose';
import { collectGarbage } from '../engine/heap.ts';
import type { Contestant, Row } from '../engine/row.ts';
import { microsecondsPerCall, millisecondsOf } from '../engine/stopwatch.ts';
import { api, createProofStock, type ProofAlgorithm } from '../shr/proof-stock.ts';

const bareName = 'crypto.sign';

export const rows: readonly Row[] = [createRow('RS256', 0.96), createRow('ES256', 0.85)];

function createRow(alg: ProofAlgorithm, atLeast: number): Row {
  return {
    name: `create a signed HTTP request, ${alg}`,
    unit: 'µs',
    async prepare({ quick }) {
      const { accessToken, proof } = await sampleProof(alg);
      const { privateKey } =
        alg === 'RS256'
          ? generateKeyPairSync('rsa', { modulusLength: 2048 })
          : generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const key = await createNodeSigningKey(alg, privateKey);
      const url = `https://${api.host}${api.path}?${api.query}`;
      const nonce = randomBytes(45).toString('base64url');
      const createFor = (address: string) =>
        createSignedHttpRequest({ accessToken, key, request: { method: 'GET', url: address }, nonce });
      const create = () => createFor(url);
      let pages = 0;
      const bytes = Buffer.from(proof.slice(0, proof.lastIndexOf('.')));
      const calls = quick ? 200 : alg === 'RS256' ? 1_000 : 5_000;
      const contestants: Contestant[] = [
        timed('holdfast', calls, create),
        timed(bareName, calls, () => sign('sha256', bytes, privateKey)),
        timed('holdfast, another address each time', calls, () => createFor(`${url}${pages++}`)),
        timed('jose', calls, await createWithJose(alg, { accessToken, nonce, privateKey })),
        { name: 'holdfast, eight at once', measure: () => eightAtOnce(calls, create) },
      ];
      return {
        contestants,
        targets: [{ of: 'holdfast', against: bareName, atLeast }],
        notes: ['one token, one address, and a nonce; the bare signature is synchronous and over bytes that are there'],
      };
    },
  };
}

function timed(name: string, calls: number, call: () => unknown): Contestant {
  return {
    name,
    measure() {
      collectGarbage();
      return microsecondsPerCall(calls, call);
    },
  };
}

async function eightAtOnce(calls: number, create: () => Promise<string>): Promise<number> {
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await create();
  };
  const took = await millisecondsOf(() => Promise.all(Array.from({ length: 8 }, worker)));
  return (took * 1_000) / calls;
}

async function sampleProof(alg: ProofAlgorithm): Promise<{ readonly accessToken: string; readonly proof: string }> {
  const [prepared] = await (await createProofStock(alg, 1)).take(1);
  const proof = (prepared?.incoming.headers.at(-1)?.[1] ?? '').slice('PoP '.length);
  const { at } = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()) as { readonly at: string };
  return { accessToken: at, proof };
}

async function createWithJose(
  alg: ProofAlgorithm,
  request: { readonly accessToken: string; readonly nonce: string; readonly privateKey: KeyObject },
): Promise<() => Promise<string>> {
  const { accessToken, nonce, privateKey } = request;
  const key = await importPKCS8(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), alg, {
    extractable: true,
  });
  const { kty, n, e, crv, x, y } = await exportJWK(key);
  const jwk = kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y };
  return () =>
    new SignJWT({
      at: accessToken,
      ts: Math.floor(Date.now() / 1000),
      m: 'GET',
      u: api.host,
      p: api.path,
      q: [['page'], hash('sha256', api.query, 'base64url')],
      nonce,
      jti: randomBytes(16).toString('base64url'),
      cnf: { jwk },
    })
      .setProtectedHeader({ alg, typ: 'pop' })
      .sign(key);
}
