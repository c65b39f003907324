import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign, X509Certificate } from 'node:crypto';
import { isJsonObject } from '@holdfast/core';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { makeRequest } from '../../packages/authority/test/harness/machine-identity.ts';
import { type FuzzAuthority, nowMs, openFuzzAuthority, publicOrigin } from '../artefacts/authority.ts';
import { exchange, type RawResponse } from '../artefacts/exchange.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { checkNoSecret, keepSecret } from '../secrets/check-no-secret.ts';

const endpoint = `${publicOrigin}/attestation`;
const path = '/metadata/identity/issuecredential?cred-api-version=2.0&bypass_cache=true';

interface Requester {
  readonly key: KeyObject;
  readonly spki: Buffer;
  readonly csr: Buffer;
  readonly clientId: string;
  readonly tenantId: string;
}

let opened: Promise<Requester> | undefined;

// Whatever a request says: the certificate of the identity that was named, for the key that signed the request, or none.
const certificates = defineTarget({
  name: 'authority/certificate-requests',
  shortRuns: 150,
  arbitrary: fc.record({
    bytes: fc.option(byteEdits),
    members: fc.option(jsonEdits, { freq: 2 }),
    text: fc.option(textEdits, { freq: 2 }),
    statement: fc.option(jsonEdits),
    token: fc.option(textEdits),
  }),
  run: async ({ bytes, members, text, statement, token }) => {
    const authority = await openFuzzAuthority();
    opened ??= openRequester(authority);
    const requester = await opened;
    const attestation = await attest(authority, requester, statement);
    if (attestation !== undefined) keepSecret(secret('attestation token', attestation));
    const honest = {
      csr: Buffer.from(bytes === null ? requester.csr : editBytes(requester.csr, bytes)).toString('base64'),
      ...(attestation === undefined
        ? {}
        : { attestation_token: token === null ? attestation : editText(attestation, token) }),
    };
    const json = JSON.stringify(members === null ? honest : editJson(honest, members)) ?? '';
    const answer = await send(authority, path, text === null ? json : editText(json, text));
    authority.expectCalmEvents();
    if (typeof answer === 'string') return;
    checkNoSecret([answer.status === 200 ? '' : answer.body, answer.headers]);
    expect(answer.status < 500, 'fails at something that nobody foresaw');
    if (answer.status !== 200) return;
    const reply: unknown = JSON.parse(answer.body);
    expect(isJsonObject(reply), 'answers with something else than an object');
    expectCertificate(String(reply['certificate']), requester);
  },
});

/** Programs that ask for certificates. */
export const certificateRequestTargets: readonly FuzzTarget[] = [certificates];

function expectCertificate(text: string, { spki, clientId, tenantId }: Requester): void {
  const certificate = new X509Certificate(Buffer.from(text, 'base64'));
  expect(certificate.subject === `DC=${tenantId}\nCN=${clientId}`, 'certifies somebody else');
  const certified = certificate.publicKey.export({ format: 'der', type: 'spki' });
  expect(certified.equals(spki), 'certifies a key that did not sign');
  expect(!certificate.ca, 'makes an authority of somebody');
}

async function openRequester(authority: FuzzAuthority): Promise<Requester> {
  const [identity] = authority.identities;
  if (identity === undefined) throw new Error('no identity');
  const { clientId, tenantId } = identity;
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  keepSecret(secret('key of the machine', key.export({ format: 'der', type: 'pkcs8' }).toString('base64')));
  const metadata = await send(authority, '/metadata/identity/getplatformmetadata?cred-api-version=2.0', undefined);
  if (typeof metadata === 'string') throw new Error('no metadata');
  const { cuId } = JSON.parse(metadata.body) as { cuId: object };
  const { n = '', e = '' } = createPublicKey(key).export({ format: 'jwk' }) as { n?: string; e?: string };
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const own = { key, keyPem: '', keyId: '', jwk: { kty: 'RSA', n, e } } as const;
  const csr = await makeRequest({ key: own, clientId, tenantId, computeUnit: JSON.stringify(cuId) });
  return { key, spki, csr, clientId, tenantId };
}

/** Has the key attested with a statement whose claims may be anything; undefined where the service says no, or is not asked. */
async function attest(
  authority: FuzzAuthority,
  { key, clientId }: Requester,
  edits: Parameters<typeof editJson>[1] | null,
): Promise<string | undefined> {
  const { n = '', e = '' } = createPublicKey(key).export({ format: 'jwk' }) as { n?: string; e?: string };
  const iat = Math.floor(nowMs / 1000);
  const claims = { aud: endpoint, iat, jti: randomUUID(), jwk: { kty: 'RSA', n, e }, client_id: clientId };
  const edited = edits === null ? claims : editJson(claims, edits);
  const header = { alg: 'PS256', typ: 'key-attestation+jwt' };
  const input = [header, edited].map((one) => Buffer.from(JSON.stringify(one) ?? '').toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(input), { key, padding: 6, saltLength: 32 }).toString('base64url');
  const answer = await exchange({
    port: authority.stsPort,
    method: 'POST',
    path: '/attestation/attest/keyguard?api-version=2023-04-01-preview',
    headers: [
      ['host', 'localhost'],
      ['content-type', 'application/json'],
    ],
    body: JSON.stringify({ AttestationInfo: `${input}.${signature}` }),
  });
  if (typeof answer === 'string') return undefined;
  expect([200, 400].includes(answer.status), 'the attestation service fails at something that nobody foresaw');
  const { token } = JSON.parse(answer.body) as { token?: string };
  return token;
}

function send(
  authority: FuzzAuthority,
  to: string,
  body: string | undefined,
): Promise<RawResponse | 'cut' | 'unsendable'> {
  return exchange({
    port: authority.machinePort,
    method: body === undefined ? 'GET' : 'POST',
    path: to,
    headers: [
      ['host', `127.0.0.1:${authority.machinePort}`],
      ['metadata', 'true'],
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
    ],
    ...(body === undefined ? {} : { body }),
  });
}
