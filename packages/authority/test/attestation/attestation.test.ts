import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { assertShowsNoSecret, canary, secret } from '@holdfast/testing';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createMachineIdentity, type MachineIdentity, makeKey, signJws } from '../harness/machine-identity.ts';
import { type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const path = '/attestation/attest/keyguard?api-version=2023-04-01-preview';

describe('the attestation service', () => {
  let running: RunningAuthority;
  let worker: MachineIdentity;
  const now = Date.now();
  const key = makeKey();
  before(async () => {
    running = await runAuthority({ clock: () => now });
    worker = createMachineIdentity(running, 'worker', () => now);
  });
  after(() => running.close());

  const send = (body: string, to = path, type = 'application/json'): Promise<Reply> =>
    running.post(to, body, { 'content-type': type });
  const attest = (statement: string): Promise<Reply> => send(JSON.stringify({ AttestationInfo: statement }));

  it('says of a key that somebody holds it, in a token that others can verify with its key set', async () => {
    const token = await worker.attest(key);
    const endpoint = `${running.sts}/attestation`;
    const keySet = await (await running.fetch(`${endpoint}/certs`)).json();
    const options = { issuer: endpoint, algorithms: ['RS256'], currentDate: new Date(now) };
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keySet as never), options);
    assert.deepEqual(Object.keys(protectedHeader).sort(), ['alg', 'jku', 'kid', 'typ']);
    assert.equal(protectedHeader['jku'], `${endpoint}/certs`);
    const { jti, iat = 0, ...claims } = payload;
    assert.match(String(jti), /^[A-Za-z0-9_-]{16,}$/);
    assert.deepEqual(claims, {
      iss: endpoint,
      nbf: iat,
      exp: iat + 8 * 3600,
      client_id: worker.clientId,
      'x-ms-ver': '1.0',
      'x-ms-attestation-type': 'possession',
      'x-ms-runtime': { keys: [{ ...key.jwk, kid: key.keyId }], strength: 'InMemory' },
    });
    assert.deepEqual(running.events.at(-1), { name: 'key.attested', keyId: key.keyId, clientId: worker.clientId });
    assertShowsNoSecret(running.events, [secret('attestation token', token)]);
  });

  it('says InMemory whatever the caller would like to hear, and never lives longer than it may', async () => {
    const far = Math.floor(now / 1000) + 9 * 3600;
    const token = await worker.attest(key, {
      exp: far,
      strength: 'KeyGuard',
      'x-ms-runtime': { strength: 'KeyGuard' },
    });
    const { exp, iat, 'x-ms-runtime': runtime } = claimsOf(token);
    assert.equal(Number(exp) - Number(iat), 8 * 3600);
    assert.equal((runtime as { strength: string }).strength, 'InMemory');
    const soon = Math.floor(now / 1000) + 60;
    assert.equal(claimsOf(await worker.attest(key, { exp: soon }))['exp'], soon);
  });

  it('makes another token of the same statement: ids differ', async () => {
    const statement = worker.statement(key);
    const [one, two] = [await attest(statement), await attest(statement)].map(({ body }) =>
      claimsOf(String(body['token'])),
    );
    assert.notEqual(one!['jti'], two!['jti']);
  });

  it('refuses a statement that its own key did not sign, or that is of another place or time', async () => {
    const other = makeKey();
    const iat = Math.floor(now / 1000);
    const [header, , signature] = worker.statement(key).split('.') as [string, string, string];
    const changed = Buffer.from(JSON.stringify({ ...claimsOf(worker.statement(key)), jwk: other.jwk })).toString(
      'base64url',
    );
    const rows: readonly (readonly [string, string])[] = [
      ['', 'compact JWS'],
      [canary, 'compact JWS'],
      [`${header}.${changed}.${signature}`, 'signature'],
      [worker.statement(key, { jwk: other.jwk }), 'signature'],
      [worker.statement(key, {}, { typ: 'JWT' }), 'typ and alg'],
      [worker.statement(key, {}, { alg: 'RS256' }), 'typ and alg'],
      [worker.statement(key, {}, { jwk: key.jwk }), 'compact JWS'],
      [worker.statement(key, { jwk: { ...key.jwk, kid: canary } }), 'jwk'],
      [worker.statement(key, { jwk: { kty: 'oct', k: canary } }), 'jwk'],
      [worker.statement(key, { jwk: canary }), 'jwk'],
      [worker.statement(makeKey(1024)), 'jwk'],
      [worker.statement(key, { aud: running.sts }), 'aud'],
      [worker.statement(key, { aud: [`${running.sts}/attestation`] }), 'aud'],
      [worker.statement(key, { iat: iat - 302 }), 'iat'],
      [worker.statement(key, { iat: iat + 302 }), 'iat'],
      [worker.statement(key, { iat: String(iat) }), 'iat'],
      [worker.statement(key, { jti: 'short' }), 'jti'],
      [worker.statement(key, { jti: undefined }), 'jti'],
      [worker.statement(key, { client_id: canary }), 'client_id'],
      [worker.statement(key, { exp: iat }), 'exp'],
      [worker.statement(key, { exp: 'never' }), 'exp'],
      [signJws({ alg: 'PS256', typ: 'key-attestation+jwt' }, { much: 'x'.repeat(13_000) }, key.key), 'compact JWS'],
    ];
    for (const [statement, what] of rows) {
      const reply = await attest(statement);
      assert.equal(reply.status, 400, what);
      const message = `The attestation request is not accepted: ${what}.`;
      assert.deepEqual(reply.body, { error: { code: 'InvalidParameter', message } });
      if (statement !== '') assertShowsNoSecret([reply.body, [...reply.headers]], [secret('statement', statement)]);
    }
  });

  it('refuses what is no statement, on the ordinary endpoint alone', async () => {
    const statement = worker.statement(key);
    for (const [body, what] of [
      ['{}', 'AttestationInfo'],
      ['', 'JSON'],
      ['[]', 'JSON'],
      [JSON.stringify({ AttestationInfo: statement, more: 1 }), 'AttestationInfo'],
      [JSON.stringify({ AttestationInfo: [statement] }), 'AttestationInfo'],
    ] as const) {
      const reply = await send(body);
      assert.deepEqual([reply.status, JSON.stringify(reply.body).includes(`: ${what}.`)], [400, true], body);
    }
    const sound = JSON.stringify({ AttestationInfo: statement });
    assert.equal((await send(sound, path.replace('2023', '2022'))).status, 400);
    assert.equal((await send(sound, '/attestation/attest/keyguard')).status, 400);
    assert.equal((await send(sound, path, 'text/plain')).status, 400);
    assert.equal((await send(`{"AttestationInfo":"${'a'.repeat(60_000)}"}`)).status, 400);
    assert.equal((await send(`{"AttestationInfo":"${'a'.repeat(70_000)}"}`)).status, 413);
    assert.equal((await running.fetch(`${running.sts}${path}`)).status, 404);
    const mtls = await running.fetch(`${running.description.mtlsSts}/attestation/certs`);
    assert.equal(mtls.status, 404);
    const { body: counters } = { body: await (await running.admin('/counters')).text() };
    assert.match(counters, /POST \/attestation\/attest\/keyguard/);
  });

  it('keeps its key and its machine over a restart: certificates and attestations of yesterday count', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'holdfast-attestation-'));
    const first = await runAuthority({ dataDirectory });
    const before = createMachineIdentity(first, 'worker');
    const reply = await before.credential({ csr: await before.csr(key), attestation_token: await before.attest(key) });
    const { certFile } = first.authority.certificates.machineCa;
    assert.equal(certFile, join(dataDirectory, 'certs/machine-ca.pem'));
    const { body: metadata } = await before.metadata();
    const port = Number(new URL(first.sts).port);
    await first.close();
    const again = await runAuthority({ dataDirectory, publicOrigin: `https://localhost:${port}` });
    const afterwards = createMachineIdentity(again, 'worker');
    assert.deepEqual((await afterwards.metadata()).body, metadata);
    const token = await afterwards.client(key, reply).token();
    assert.equal(token.status, 200, JSON.stringify(token.body));
    afterwards.close();
    await again.close();
    rmSync(dataDirectory, { recursive: true });
  });
});

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
}
