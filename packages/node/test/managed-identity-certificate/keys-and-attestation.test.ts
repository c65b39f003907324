import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FlightAborted } from '@holdfast/core';
import type { AttestationProvider, AttestationRequest } from '../../src/attestation/attestation.ts';
import type { KeyStrength } from '../../src/machine-key/key-strength.ts';
import type { MachineKeyProvider } from '../../src/machine-key/machine-key.ts';
import { createSoftwareKeyProvider } from '../../src/machine-key/software-key.ts';
import { refusal, startMachine, vault, writeJwt } from './machine.ts';

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;

const statement = await writeJwt({ exp: Math.floor(Date.now() / 1000) + 3600 });

/** A software key that its owner says is kept better. */
function keptAs(strength: KeyStrength): MachineKeyProvider {
  const { current, close } = createSoftwareKeyProvider();
  return {
    async current(signal) {
      const key = await current(signal);
      const { tlsKey } = key;
      return Object.freeze(Object.defineProperty({ ...key, strength }, 'tlsKey', { value: tlsKey })) as typeof key;
    },
    close,
  };
}

suite('the strength of the key', () => {
  for (const [name, has, least] of [
    ['MinStrength_KeyGuardFloorMetByKeyGuardHost_SucceedsAsync', 'KeyGuard', 'KeyGuard'],
    ['MinStrength_SoftwareFloorMetByKeyGuardHost_SucceedsAsync', 'KeyGuard', 'InMemory'],
    ['MinStrength_DefaultNoneFloor_BehavesLikeParameterlessAsync', 'InMemory', undefined],
    ['hardware for hardware', 'Hardware', 'Hardware'],
  ] as const) {
    test(name, async () => {
      const machine = await startMachine();
      const client = machine.client({ keyProvider: keptAs(has), minStrength: least });
      assert.equal((await client.acquireToken(bound)).tokenType, 'mtls_pop');
      assert.equal(machine.told('credential.outcome')[0]?.keyType, has);
    });
  }

  for (const [has, least] of [
    ['InMemory', 'Hardware'],
    ['InMemory', 'KeyGuard'],
    ['Hardware', 'KeyGuard'],
  ] as const) {
    test(`MinStrength_KeyGuardFloorNotMetBySoftwareHost_ThrowsMinStrengthNotMetAsync: ${has} for ${least}, before anything is sent`, async () => {
      const machine = await startMachine();
      const client = machine.client({ keyProvider: keptAs(has), minStrength: least, bearerOverCertificate: true });
      for (const wanted of [bound, { resource: vault }]) {
        await assert.rejects(client.acquireToken(wanted), { code: 'ERR_MACHINE_KEY_STRENGTH' });
      }
      assert.deepEqual(
        [machine.metadataRequests.length, machine.issueRequests.length, machine.tokenRequests.length],
        [0, 0, 0],
      );
      assert.deepEqual(
        machine.told('credential.outcome').map(({ outcome }) => outcome),
        ['not-found', 'not-found'],
      );
    });
  }

  test('MinStrength_NullPoPOptions: what is no strength is refused at once', async () => {
    const machine = await startMachine();
    for (const minStrength of ['Software', '', 3, null]) {
      assert.throws(() => machine.client({ minStrength: minStrength as never }), TypeError);
    }
  });

  test('a provider of somebody else is not closed', async () => {
    const machine = await startMachine();
    const keyProvider = createSoftwareKeyProvider();
    const client = machine.client({ keyProvider });
    await client.acquireToken(bound);
    await client.close();
    assert.ok(await keyProvider.current());
    await keyProvider.close();
  });
});

suite('attestation', () => {
  test('MtlsPop_NoAttestationProvider_UsesNonAttestedFlow', async () => {
    const machine = await startMachine();
    await machine.client().acquireToken(bound);
    assert.deepEqual(Object.keys(JSON.parse(machine.issueRequests[0]?.body ?? '') as object), ['csr']);
    assert.equal(machine.told('credential.issued')[0]?.isAttested, false);
  });

  test('MtlsPop_WithAttestationSupport_Success_IncludesAttestationToken; …CertCacheMiss_MaaTokenCacheStillFresh', async () => {
    const machine = await startMachine();
    const asked: AttestationRequest[] = [];
    const attestation: AttestationProvider = {
      attest: async (request) => {
        asked.push(request);
        return statement;
      },
    };
    const client = machine.client({ attestation });
    await client.acquireToken(bound);
    await client.acquireToken({ ...bound, claims: '{"access_token":{"acrs":{"value":"c1"}}}' });
    assert.deepEqual(
      machine.issueRequests.map(({ body }) => (JSON.parse(body) as Record<string, unknown>)['attestation_token']),
      [statement, statement],
    );
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.endpoint, `https://${machine.stsHost}/attestation`);
    assert.equal(machine.told('credential.issued')[0]?.isAttested, true);
  });

  test('a certificate that is refused: the statement that is remembered will not do for the next', async () => {
    const machine = await startMachine();
    let asked = 0;
    const attestation = {
      attest: async () => writeJwt({ exp: Math.floor(Date.now() / 1000) + 3600, jti: `${asked++}` }),
    };
    machine.script.token = ({ x5tS256 }) =>
      x5tS256 === machine.tokenRequests[0]?.x5tS256 ? refusal([1000610]) : undefined;
    await machine.client({ attestation }).acquireToken(bound);
    assert.equal(asked, 2);
    const [first, second] = machine.issueRequests.map(({ body }) => body);
    assert.notEqual(first, second);
  });

  for (const [name, attest] of [
    ['MtlsPop_AttestationProviderReturnsNull_ThrowsAttestationFailed', async () => null],
    ['MtlsPop_AttestationProviderReturnsEmptyToken_ThrowsAttestationFailed', async () => ''],
    ['MtlsPop_WithAttestationSupport_SuccessButWhitespaceJwt', async () => '   '],
    ['MtlsPop_WithAttestationSupport_NativeException', () => Promise.reject(new Error('canary-9f2c'))],
    [
      'MtlsPop_AttestationProviderThrows at once',
      () => {
        throw new Error('canary-9f2c');
      },
    ],
  ] as const) {
    test(`${name}: no certificate, and never one without`, async () => {
      const machine = await startMachine();
      const client = machine.client({ attestation: { attest: attest as never } });
      await assert.rejects(client.acquireToken(bound), { code: 'ERR_ATTESTATION_FAILED' });
      assert.equal(machine.issueRequests.length, 0);
      assert.doesNotMatch(JSON.stringify(machine.events), /canary/);
    });
  }

  test('MtlsPop_AttestationProviderCancelled_PropagatesCancellation', async () => {
    const machine = await startMachine();
    const leaving = new AbortController();
    const attestation: AttestationProvider = {
      attest: async ({ signal }) => {
        leaving.abort(new Error('enough'));
        await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
        return '';
      },
    };
    const client = machine.client({ attestation });
    await assert.rejects(client.acquireToken({ ...bound, signal: leaving.signal }), FlightAborted);
    assert.deepEqual(machine.told('credential.outcome'), []);
  });
});

suite('a certificate that IMDS issues for something else', () => {
  test('for another key, or another identity: refused, and nothing is asked for with it', async () => {
    const machine = await startMachine();
    const { publicKey } = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
      true,
      ['sign', 'verify'],
    );
    const { PublicKey } = await import('@peculiar/x509');
    const other = await PublicKey.create(publicKey);
    for (const forge of [
      async (facts: { publicKey: unknown; subject: string }) => ({ ...facts, publicKey: other }),
      async (facts: { publicKey: unknown; subject: string }) => ({ ...facts, subject: 'CN=somebody' }),
    ]) {
      machine.forge = forge as never;
      machine.forget();
      await assert.rejects(machine.client().acquireToken(bound), { code: 'ERR_IMDS_CREDENTIAL_CERTIFICATE' });
    }
    assert.equal(machine.tokenRequests.length, 0);
  });

  test('IMDS that names http, or somebody else: nothing is sent there', async () => {
    const machine = await startMachine();
    for (const endpoint of [`http://${machine.stsHost}`, 'https://evil.example']) {
      machine.script.credentialMembers = { mtls_authentication_endpoint: endpoint };
      await assert.rejects(machine.client().acquireToken(bound), { code: 'ERR_IMDS_CREDENTIAL_ENDPOINT' });
    }
    machine.script.credentialMembers = {};
    machine.script.metadataMembers = { attestationEndpoint: `http://${machine.stsHost}/attestation` };
    const attestation = { attest: async () => assert.fail('asked') };
    await assert.rejects(machine.client({ attestation }).acquireToken(bound), { code: 'ERR_IMDS_CREDENTIAL_ENDPOINT' });
    assert.equal(machine.tokenRequests.length, 0);
  });

  test('ImdsV2EndpointsAreNotAvailableButMtlsPopTokenWasRequested: an error, and no bearer token of version 1 in its place', async () => {
    const machine = await startMachine();
    machine.script.metadata = () => ({ status: 404, body: '' });
    const client = machine.client();
    await assert.rejects(client.acquireToken(bound), { code: 'ERR_IMDS_CREDENTIAL_ABSENT' });
    assert.equal((await client.acquireToken({ resource: vault })).tokenType, 'Bearer');
    await assert.rejects(client.acquireToken(bound), { code: 'ERR_IMDS_CREDENTIAL_ABSENT' });
    assert.deepEqual(
      machine
        .told('credential.outcome')
        .filter(({ source }) => source === 'imds-v2')
        .map(({ outcome }) => outcome),
      ['not-found', 'not-found'],
    );
  });

  test('UnsupportedNonImdsManagedIdentitySource: every other source gives no certificates, and says so', async () => {
    const machine = await startMachine();
    const environment = { IDENTITY_ENDPOINT: 'http://127.0.0.1:1/msi/token', IDENTITY_HEADER: 'a-secret' };
    const client = machine.client({ environment });
    await assert.rejects(client.acquireToken(bound), { name: 'IdentitySchemeRefused', requested: 'mtls_pop' });
    assert.equal(client.presentCertificate, undefined);
    assert.throws(() => machine.client({ environment, bearerOverCertificate: true }), {
      code: 'ERR_MANAGED_IDENTITY_CERTIFICATE',
    });
  });
});
