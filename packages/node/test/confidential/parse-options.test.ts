import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfidentialClientOptions } from '../../src/confidential/client-options.ts';
import { createConfidentialClient } from '../../src/confidential/confidential-client.ts';
import { parseClientOptions } from '../../src/confidential/parse-options.ts';
import { CertificateInvalid } from '../../src/errors/certificate-invalid.ts';

const good = { authority: 'https://localhost:8443/contoso.example', clientId: 'client', clientSecret: 'CANARY' };
const parse = (options: unknown) => parseClientOptions(options as ConfidentialClientOptions);

test('defaults are filled in', () => {
  const options = parse(good);
  assert.deepEqual(options.authority, { origin: 'https://localhost:8443', tenant: 'contoso.example' });
  assert.equal(options.timeoutMs, 30_000);
  assert.equal(options.maxCacheEntries, 10_000);
  assert.deepEqual(
    { ...options.proofKeys, generate: undefined },
    {
      generate: undefined,
      poolSize: 1,
      perTenant: false,
      lifetimeSeconds: 28_800,
      maxTenants: 10_000,
    },
  );
  assert.ok(Object.isFrozen(options));
});

test('options are read once: later changes have no effect', () => {
  const capabilities = ['cp1'];
  const options = parse({ ...good, clientCapabilities: capabilities });
  capabilities.push('other');
  assert.deepEqual(options.capabilities, ['cp1']);
});

test('wrong, missing, contradictory and unknown options are programming errors that quote nothing', () => {
  const { clientSecret, ...noCredential } = good;
  const wrong: unknown[] = [
    undefined,
    null,
    'options',
    {},
    noCredential,
    { ...good, clientAssertion: 'CANARY' },
    { ...good, clientCertificate: { certificate: 'CANARY', privateKey: 'CANARY' } },
    { ...noCredential, clientCertificate: { certificate: 'CANARY', privateKey: 'CANARY' } },
    { ...noCredential, clientCertificate: { certificate: '', privateKey: '', assertionAlgorithm: 'ES256' } },
    { ...noCredential, clientCertificate: null },
    { ...noCredential, clientSecret: '' },
    { ...noCredential, clientSecret: 1 },
    { ...noCredential, clientAssertion: '' },
    { ...noCredential, clientAssertion: {} },
    { ...good, authority: 'http://localhost:8443/contoso.example' },
    { ...good, authority: 'https://localhost:8443' },
    { ...good, clientId: '' },
    { ...good, clientId: 'two words' },
    { ...good, clientCapabilities: 'cp1' },
    { ...good, clientCapabilities: [''] },
    { ...good, knownAuthorities: ['http://sts.example'] },
    { ...good, transport: 'fetch' },
    { ...good, transport: fetch, ca: 'CANARY' },
    { ...good, ca: 'CANARY' },
    { ...good, clock: 1 },
    { ...good, events: {} },
    { ...good, timeoutMs: 0 },
    { ...good, timeoutMs: Number.POSITIVE_INFINITY },
    { ...good, maxCachedTokens: 0.5 },
    { ...good, proofKeyAlgorithm: 'HS256' },
    { ...good, proofKeyScope: 'global' },
    { ...good, proofKeyPoolSize: '2' },
    { ...good, sendClientHeaders: 'no' },
    { ...good, proofKeyLifetimeSeconds: -1 },
    { ...good, clientCapabilites: ['cp1'] },
    { ...good, clientID: 'client' },
  ];
  for (const options of wrong) {
    assert.throws(
      () => createConfidentialClient(options as ConfidentialClientOptions),
      (error: Error) =>
        (error instanceof TypeError || error instanceof CertificateInvalid) && !/CANARY|Cannot/.test(error.message),
      JSON.stringify(options),
    );
  }
});

test('a credential from an environment variable that is not set is said to be undefined', () => {
  assert.throws(() => parse({ ...good, clientSecret: undefined }), /: all are undefined$/);
  assert.throws(() => parse({ ...good, clientAssertion: 'CANARY' }), /clientCredentials$/);
});
