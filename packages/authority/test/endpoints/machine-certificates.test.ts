import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type AadstsReason, aadsts, parseDirectory } from '@holdfast/authority';
import { assertShowsNoSecret, canary, type Secret, secret } from '@holdfast/testing';
import type { MachineReply } from '../harness/machine-client.ts';
import {
  createMachineIdentity,
  type MachineIdentity,
  makeKey,
  signJws,
  type TestKey,
} from '../harness/machine-identity.ts';
import { makeCertificate } from '../harness/made-certificates.ts';
import { createMtlsClient } from '../harness/mtls-client.ts';
import { claimsOf, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const directory = `
resources:
  api://bound: { tokenBinding: required }
tenants:
  contoso.example:
    identities:
      late: { attestationCheck: sts }
      strict: { attestation: required }
      strict-late: { attestation: required, attestationCheck: sts }
`;

/** Wrong attestation tokens, and the row that each of them is refused with. */
const wrongAttestations: Readonly<Record<string, AadstsReason>> = {
  'one that has expired': 'attestationTimeWrong',
  'one of another service': 'attestationIssuerWrong',
  'one of another service that names the right address of keys': 'attestationIssuerWrong',
  'one of another key': 'attestationClaimWrong',
  'one for another identity': 'attestationClaimWrong',
  'one whose keys are on another host': 'attestationAddressWrong',
  'one that does not say where its keys are': 'attestationAddressWrong',
  'one signed by another key': 'attestationSignatureWrong',
  'one that was changed': 'attestationSignatureWrong',
  'one with the signature cut off': 'attestationSignatureWrong',
  'one with another algorithm': 'attestationSignatureWrong',
  'an access token': 'attestationIssuerWrong',
  'no token at all': 'attestationSignatureWrong',
};

describe('certificates of managed identities at the STS', () => {
  let running: RunningAuthority;
  let now = Date.now();
  const key = makeKey();
  const other = makeKey();
  const secrets: Secret[] = [];
  const opened: MachineIdentity[] = [];
  before(async () => {
    running = await runAuthority({ clock: () => now, directory: parseDirectory(directory) });
  });
  after(async () => {
    for (const one of opened) one.close();
    await running.close();
  });

  const as = (name: string): MachineIdentity => {
    const identity = createMachineIdentity(running, name, () => now);
    opened.push(identity);
    return identity;
  };
  const revoke = (wish: object): Promise<Response> =>
    running.admin('/revoke', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
  const mint = async (identity: MachineIdentity, own: TestKey, attestation?: string): Promise<MachineReply> => {
    const reply = await identity.credential(
      { csr: await identity.csr(own), attestation_token: attestation },
      '&bypass_cache=true',
    );
    assert.equal(reply.status, 200, reply.text);
    return reply;
  };
  const expectRow = (
    reply: { readonly status: number; readonly body: Reply['body'] },
    reason: AadstsReason,
    what = reason as string,
  ): void => {
    const { code, status, text } = aadsts[reason];
    const { error, error_codes: codes, error_description: says } = reply.body;
    assert.deepEqual(
      [reply.status, error, codes],
      [status, 'invalid_client', [code]],
      what + JSON.stringify(reply.body),
    );
    assert.ok(String(says).startsWith(`AADSTS${code}: ${text} `));
    const last = running.events.at(-1);
    assert.equal(last?.name === 'token.refused' ? last.reason : last?.name, reason);
    assertShowsNoSecret([reply.body, running.events], secrets);
  };
  const expectBare = (reply: Reply, reason: AadstsReason): void => {
    assert.deepEqual([reply.status, reply.body], [401, { error: 'invalid_client' }]);
    const last = running.events.at(-1);
    assert.equal(last?.name === 'token.refused' ? last.reason : last?.name, reason);
  };
  const makeWrong = async (identity: MachineIdentity, what: string): Promise<string> => {
    const [header, payload, signature] = (await identity.attest(key)).split('.') as [string, string, string];
    const read = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
    const forge = (changes: object, more: object = {}): string =>
      signJws({ ...read(header), ...more }, { ...read(payload), ...changes }, other.key);
    const wrong = {
      'one that has expired': () => identity.attest(key, { exp: Math.floor(now / 1000) + 1 }),
      'one of another service': () => forge({ iss: 'https://attest.example' }, { jku: 'https://attest.example/certs' }),
      'one of another service that names the right address of keys': () => forge({ iss: `https://${canary}.example` }),
      'one of another key': () => identity.attest(other),
      'one for another identity': () => identity.attest(key, { client_id: '11111111-2222-3333-4444-555555555555' }),
      'one whose keys are on another host': () => forge({}, { jku: `https://${canary}.example/attestation/certs` }),
      'one that does not say where its keys are': () => forge({}, { jku: undefined }),
      'one signed by another key': () => forge({}),
      'one that was changed': () =>
        `${header}.${Buffer.from(JSON.stringify({ ...read(payload), jti: canary })).toString('base64url')}.${signature}`,
      'one with the signature cut off': () => `${header}.${payload}.`,
      'one with another algorithm': () => forge({}, { alg: 'PS256' }),
      'an access token': async () => String((await running.token()).body['access_token']),
      'no token at all': () => canary,
    }[what]!;
    const token = await wrong();
    if (what === 'one that has expired') now += 2000;
    if (token !== canary) secrets.push(secret(what, token));
    return token;
  };

  it('are not issued for a wrong attestation, of any kind (AADSTS1000610 to 1000614)', async () => {
    for (const [what, reason] of Object.entries(wrongAttestations)) {
      const worker = as('worker');
      const attestation = await makeWrong(worker, what);
      expectRow(await worker.credential({ csr: await worker.csr(key), attestation_token: attestation }), reason, what);
    }
  });

  it('are refused for it where IMDS leaves that to the STS (AADSTS1000610 to 1000614), until the client fetches another', async () => {
    for (const [what, reason] of Object.entries(wrongAttestations)) {
      const late = as('late');
      const attestation = await makeWrong(late, what);
      const client = late.client(key, await mint(late, key, attestation));
      expectRow(await client.token(), reason, what);
      expectRow(await client.token({ token_type: undefined }), reason, what);
      const mended = late.client(key, await mint(late, key, await late.attest(key)));
      assert.equal((await mended.token()).status, 200, what);
    }
  });

  it('outlive the attestation they were issued for, by days', async () => {
    const worker = as('worker');
    const client = worker.client(key, await mint(worker, key, await worker.attest(key)));
    now += 3 * 86_400_000;
    assert.equal((await client.token()).status, 200);
    // But a new certificate takes a new attestation: the old one is not in force any more.
    const stale = await worker.attest(key);
    now += 8 * 3_600_000;
    expectRow(
      await worker.credential({ csr: await worker.csr(key), attestation_token: stale }),
      'attestationTimeWrong',
    );
  });

  it('take an attestation where the identity requires one: IMDS says so, and so does the STS', async () => {
    const strict = as('strict');
    const csr = await strict.csr(key);
    for (const body of [{ csr }, { csr, attestation_token: '' }]) {
      const reply = await strict.credential(body);
      assert.deepEqual(
        [reply.status, reply.body],
        [
          400,
          {
            error: 'invalid_request',
            error_description: 'Attestation Token is missing / empty in the issue credential request',
          },
        ],
      );
    }
    const client = strict.client(key, await mint(strict, key, await strict.attest(key)));
    assert.equal((await client.token()).status, 200);
    assert.equal((await as('strict-late').credential({ csr: await as('strict-late').csr(key) })).status, 400);
  });

  it('are refused once they are revoked, without a code, so that clients fetch another one', async () => {
    const worker = as('worker');
    const client = worker.client(key, await mint(worker, key));
    const before = await client.token();
    assert.equal(before.status, 200);
    assert.equal((await revoke({ x5t: client.thumbprint })).status, 201);
    expectBare(await client.token(), 'machineCertificateRevoked');
    expectBare(await client.token({ token_type: undefined }), 'machineCertificateRevoked');
    const again = worker.client(key, await mint(worker, key));
    assert.equal((await again.token()).status, 200);
    assert.notEqual(again.thumbprint, client.thumbprint);
  });

  it('are given again by IMDS although they are revoked, unless bypass_cache says otherwise', async () => {
    const worker = as('worker');
    const own = makeKey();
    const csr = await worker.csr(own);
    const first = worker.client(own, await worker.credential({ csr }));
    await revoke({ x5t: first.thumbprint });
    const same = worker.client(own, await worker.credential({ csr }));
    assert.equal(same.thumbprint, first.thumbprint);
    expectBare(await same.token(), 'machineCertificateRevoked');
    const renewed = worker.client(own, await worker.credential({ csr }, '&bypass_cache=true'));
    assert.equal((await renewed.token()).status, 200);
    assert.equal(worker.client(own, await worker.credential({ csr })).thumbprint, renewed.thumbprint);
  });

  it('are refused once their attestation is revoked, by its own id or by that of the key; a new attestation mends it', async () => {
    const worker = as('worker');
    for (const wishOf of [
      (attestation: string) => String(claims(attestation)['jti']),
      () => key.keyId,
      () => key.keyId.toUpperCase(),
    ]) {
      const attestation = await worker.attest(key);
      const client = worker.client(key, await mint(worker, key, attestation));
      assert.equal((await client.token()).status, 200);
      now += 1000;
      assert.equal((await revoke({ attestation: wishOf(attestation) })).status, 201);
      expectRow(await client.token(), 'attestationClaimWrong');
      // The same attestation gets no certificate any more: a client that tried would turn in circles.
      const body = { csr: await worker.csr(key), attestation_token: attestation };
      expectRow(await worker.credential(body, '&bypass_cache=true'), 'attestationClaimWrong');
      now += 1000;
      const mended = worker.client(key, await mint(worker, key, await worker.attest(key)));
      assert.equal((await mended.token()).status, 200);
      assert.equal((await worker.client(key, await mint(worker, key)).token()).status, 200, 'optional here');
    }
  });

  it('of another authority are refused without a code where they look like one, and with one where they do not', async () => {
    const { clientId, tenantId } = as('worker');
    const sound = { subject: [{ DC: [tenantId] }, { CN: [clientId] }], to: 60 * 86_400_000 };
    const { server, machineCa } = running.authority.certificates;
    const ca = await makeCertificate({ subject: 'CN=managedidentitysnissuer.login.microsoft.com', isAuthority: true });
    const impostor = await makeCertificate({ ...sound, issuer: ca });
    // The name of the right authority, in the mouth of a wrong one.
    const issuerName = (await makeCertificate({ subject: 'CN=x', issuer: machineCa })).x509.issuer;
    const named = await makeCertificate({ ...sound, issuer: ca, issuerName });
    const self = await makeCertificate(sound);
    const byServer = await makeCertificate({ ...sound, issuer: server });
    // Nobody reads what a stranger put where the attestation would be.
    const odd = await makeCertificate({
      ...sound,
      extensions: [['2.999.83.1', Uint8Array.from([0x30, 0x84, 0xff, 1])]],
    });
    for (const one of [impostor, named, self, byServer, odd]) {
      const client = createMtlsClient(running, one);
      expectBare(await client.token({ client_id: clientId }), 'machineCertificateUnknown');
      client.close();
    }
    const plain = createMtlsClient(running, await makeCertificate({ ...sound, subject: `CN=${clientId}` }));
    const refused = await plain.token({ client_id: clientId });
    assert.deepEqual(refused.body['error_codes'], [aadsts.certificateUnknown.code]);
    plain.close();
  });

  it('are worth nothing to another identity, to an application, and in another tenant', async () => {
    const worker = as('worker');
    const client = worker.client(key, await mint(worker, key));
    for (const clientId of [as('system').clientId, running.application('daemon').clientId]) {
      const reply = await client.token({ client_id: clientId });
      assert.deepEqual(reply.body['error_codes'], [aadsts.certificateUnknown.code]);
    }
    const elsewhere = await client.fetch(
      `${running.description.mtlsSts}/${running.description.tenants[1]!.id}/oauth2/v2.0/token`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `client_id=${worker.clientId}&scope=api://orders/.default&grant_type=client_credentials&token_type=mtls_pop`,
      },
    );
    assert.deepEqual(((await elsewhere.json()) as Reply['body'])['error_codes'], [aadsts.clientUnknown.code]);
  });

  it('sign no assertions: those would come past the attestation', async () => {
    const worker = as('worker');
    const { x509, thumbprint } = worker.client(key, await mint(worker, key));
    const iat = Math.floor(now / 1000);
    const aud = `${running.sts}/${running.tenantId}/oauth2/v2.0/token`;
    const payload = { aud, iss: worker.clientId, sub: worker.clientId, jti: 'x', nbf: iat, iat, exp: iat + 600 };
    const x5c = [x509.raw.toString('base64')];
    const reply = await running.token({
      client_id: worker.clientId,
      client_secret: undefined,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signJws({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint, x5c }, payload, key.key),
    });
    assert.deepEqual(reply.body['error_codes'], [aadsts.assertionNotVerified.code]);
  });

  it('are not the same when they are renewed: a token names one of them', async () => {
    const worker = as('worker');
    const [one, two] = [worker.client(key, await mint(worker, key)), worker.client(key, await mint(worker, key))];
    const [first, second] = [claimsOf(await one.token())['cnf'], claimsOf(await two.token())['cnf']];
    assert.deepEqual([first, second], [{ 'x5t#S256': one.thumbprint }, { 'x5t#S256': two.thumbprint }]);
    assert.notDeepEqual(first, second);
  });

  it('are no use without an attestation once the identity requires one: the STS asks again', async () => {
    // The same directory but for the policy, over the same data: what was issued before is judged by what is required now.
    const dataDirectory = mkdtempSync(join(tmpdir(), 'holdfast-policy-'));
    const first = await runAuthority({ dataDirectory });
    const before = createMachineIdentity(first, 'worker');
    const reply = await before.credential({ csr: await before.csr(key) });
    assert.equal((await before.client(key, reply).token()).status, 200);
    before.close();
    await first.close();
    const policy = 'tenants: { contoso.example: { identities: { worker: { attestation: required } } } }';
    const again = await runAuthority({ dataDirectory, directory: parseDirectory(policy) });
    const since = createMachineIdentity(again, 'worker');
    try {
      const refused = await since.client(key, reply).token();
      assert.deepEqual([refused.status, refused.body['error_codes']], [401, [1000612]]);
    } finally {
      since.close();
      await again.close();
      rmSync(dataDirectory, { recursive: true });
    }
  });

  it('obey the binding policy, and take no other scheme for their own', async () => {
    const worker = as('worker');
    const client = worker.client(key, await mint(worker, key));
    for (const [changes, reason] of [
      [{ token_type: undefined, scope: 'api://bound/.default' }, 'bindingRequiredByApi'],
      [{ token_type: 'MTLS_POP' }, 'tokenTypeUnknown'],
      [{ token_type: 'pop' }, 'parameterMissing'],
      [{ req_cnf: 'x' }, 'confirmationBesideCertificate'],
      [{ client_secret: canary }, 'secretOverMtls'],
    ] as const) {
      const reply = await client.token(changes);
      assert.deepEqual(reply.body['error_codes'], [aadsts[reason].code], reason);
    }
    assert.equal((await client.token({ scope: 'api://bound/.default' })).status, 200);
  });
});

function claims(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
}
