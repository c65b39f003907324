import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConfidentialClientOptions, createConfidentialClient, createTlsTransport } from '@holdfast/node';
import * as attestationDoor from '@holdfast/node/attestation';
import * as azureDoor from '@holdfast/node/azure';
import * as machineKeyDoor from '@holdfast/node/machine-key';
import * as managedIdentityDoor from '@holdfast/node/managed-identity';
import * as mtlsDoor from '@holdfast/node/mtls';
import * as redisDoor from '@holdfast/node/redis';
import { assertShowsNoSecret, canary, secret, secretsContract } from '@holdfast/testing';
import { nodeErrors } from '../../src/errors/catalog.ts';
import { attestationErrors } from '../../src/errors/catalog-attestation.ts';
import { azureErrors } from '../../src/errors/catalog-azure.ts';
import { certificateErrors } from '../../src/errors/catalog-certificate.ts';
import { credentialErrors } from '../../src/errors/catalog-credential.ts';
import { downstreamErrors } from '../../src/errors/catalog-downstream.ts';
import { imdsCredentialErrors } from '../../src/errors/catalog-imds-credential.ts';
import { machineKeyErrors } from '../../src/errors/catalog-machine-key.ts';
import { managedIdentityErrors } from '../../src/errors/catalog-managed-identity.ts';
import { mtlsErrors } from '../../src/errors/catalog-mtls.ts';
import { CertificateInvalid } from '../../src/errors/certificate-invalid.ts';
import * as downstreamRefusals from '../../src/errors/downstream-errors.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { attestationProvocations } from './attestation-provocations.ts';
import { azureProvocations } from './azure-provocations.ts';
import { downstreamProvocations } from './downstream-provocations.ts';
import { imdsCredentialProvocations } from './imds-credential-provocations.ts';
import { machineKeyProvocations } from './machine-key-provocations.ts';
import { managedIdentityProvocations } from './managed-identity-provocations.ts';
import { certificateProvocations, credentialProvocations, mtlsProvocations } from './mtls-provocations.ts';

const { createRedisReplayStore, createRedisTokenStore, readRedisNonceSecret } = redisDoor;
const encryptionKey = Buffer.from(canary.slice(0, 32));
const claim = { id: canary, owner: canary, expiresAt: 2 ** 40 };

/** A server that says the same to everything. */
const saying = (answer: unknown) => ({ redis: { sendCommand: async () => answer }, prefix: canary });
const sealing = (answer: unknown) => ({ ...saying(answer), encryptionKey });
const silent = { ...saying(''), redis: { sendCommand: () => new Promise<unknown>(() => undefined) }, timeoutMs: 1 };
const evicting = 'maxmemory:1\r\nmaxmemory_policy:';

secretsContract('@holdfast/node', {
  codes: Object.keys(nodeErrors),
  exports: redisDoor,
  provocations: {
    ERR_REDIS_UNAVAILABLE: () => createRedisReplayStore(silent).claimOnce(claim),
    ERR_REDIS_EVICTION: [
      () => createRedisReplayStore(saying(`${evicting}${canary}\r\n`.replace(canary, 'allkeys-lru'))).claimOnce(claim),
      () => createRedisReplayStore(saying(`${evicting}${canary}\r\n`)).claimOnce(claim),
    ],
    ERR_REDIS_REPLY: [
      () => createRedisReplayStore(saying(canary)).claimOnce(claim),
      () => createRedisTokenStore(sealing({ canary })).read(canary),
      () => readRedisNonceSecret(sealing(null)),
    ],
    ERR_SEAL_BROKEN: [
      () => createRedisTokenStore(sealing(canary)).read(canary),
      () => createRedisTokenStore(sealing(Buffer.from(`\u0001${canary.repeat(4)}`).toString('base64url'))).read(canary),
      () => readRedisNonceSecret(sealing(Buffer.from(canary))),
    ],
  },
});

secretsContract('@holdfast/node/mtls', {
  codes: [...Object.keys(certificateErrors), ...Object.keys(credentialErrors), ...Object.keys(mtlsErrors)],
  exports: mtlsDoor,
  provocations: { ...certificateProvocations, ...credentialProvocations, ...mtlsProvocations },
});

secretsContract('@holdfast/node, downstream', {
  codes: Object.keys(downstreamErrors),
  exports: downstreamRefusals,
  provocations: downstreamProvocations,
});

secretsContract('@holdfast/node/azure', {
  codes: Object.keys(azureErrors),
  exports: azureDoor,
  provocations: azureProvocations,
});

secretsContract('@holdfast/node/managed-identity', {
  codes: [...Object.keys(managedIdentityErrors), ...Object.keys(imdsCredentialErrors)],
  exports: managedIdentityDoor,
  provocations: { ...managedIdentityProvocations, ...imdsCredentialProvocations },
});

secretsContract('@holdfast/node/machine-key', {
  codes: Object.keys(machineKeyErrors),
  exports: machineKeyDoor,
  provocations: machineKeyProvocations,
});

secretsContract('@holdfast/node/attestation', {
  codes: Object.keys(attestationErrors),
  exports: attestationDoor,
  provocations: attestationProvocations,
});

describe('mistakes in options quote nothing', () => {
  it('of keys, certificates, secrets and authorities', async () => {
    const { certificate, privateKey } = await makeCertificate();
    const other = await makeCertificate();
    const base = { authority: 'https://login.example/contoso.example', clientId: 'client' };
    const pem = (body: string) => `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`;
    const wrong: readonly object[] = [
      { ...base, clientSecret: canary, clientAssertion: canary },
      { ...base, clientSecret: canary, [canary]: canary },
      { ...base, clientSecret: canary, timeoutMs: canary },
      { ...base, clientSecret: canary, ca: canary },
      { ...base, clientSecret: canary, authority: `https://${canary}@login.example/contoso.example` },
      { ...base, clientSecret: canary, knownAuthorities: [`https://${canary}@x`] },
      { ...base, clientCertificate: { certificate: canary, privateKey } },
      { ...base, clientCertificate: { certificate, privateKey: pem(canary) } },
      { ...base, clientCertificate: { certificate, privateKey: other.privateKey } },
      { ...base, clientCertificate: { certificate, privateKey, assertionAlgorithm: canary } },
    ];
    const body = (text: string) => text.replaceAll(/-----.*-----|\n/g, '');
    const secrets = [secret('private key', body(privateKey)), secret('other private key', body(other.privateKey))];
    for (const [index, options] of wrong.entries()) {
      const error = errorOf(() => createConfidentialClient(options as ConfidentialClientOptions));
      assert.ok(error instanceof TypeError || error instanceof CertificateInvalid, `${index}`);
      assertShowsNoSecret(error, secrets);
    }
    assertShowsNoSecret(errorOf(() => createTlsTransport({ ca: canary })));
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was refused');
}
