import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { describe, it } from 'node:test';
import type { MachineKey } from '@holdfast/node/machine-key';
import { parsePemCertificate } from '@holdfast/node/mtls';
import { buildMachineCertificate } from '../../src/certificate/machine-certificate.ts';
import { createNodeSigningKey } from '../../src/keys/node-signing-key.ts';
import { buildMachineKey } from '../../src/machine-key/build-machine-key.ts';
import { makeCertificate, type TestCertificate } from './make-certificate.ts';

const authority = await makeCertificate({ name: 'authority' });
const [own, other] = [await makeCertificate({ issuer: authority }), await makeCertificate({ issuer: authority })];
const certificate = derOf(own);
const issuers = [derOf(authority)];

function derOf(pem: TestCertificate): Uint8Array {
  return parsePemCertificate(pem).der;
}

/** A key that signs with the certificate's key, and names an engine's to TLS when it is told one. */
async function keyOf({ privateKey }: TestCertificate, engineKey?: MachineKey['tlsKey']): Promise<MachineKey> {
  const key = createPrivateKey(privateKey);
  const signingKey = await createNodeSigningKey('PS256', key);
  return buildMachineKey({ strength: 'InMemory', signingKey, tlsKey: engineKey ?? key });
}

describe('buildMachineCertificate', () => {
  const engineKey = { engine: 'pkcs11', identifier: 'pkcs11:object=mi' };

  for (const [title, tlsKey] of [
    ['in software', undefined],
    ['that an engine holds', engineKey],
  ] as const) {
    it(`says of a certificate for a key ${title} what PEM text says of it`, async () => {
      const built = buildMachineCertificate({ certificate, issuers, key: await keyOf(own, tlsKey) });
      const text = `${own.certificate}\n${authority.certificate}`;
      assert.deepEqual({ ...built }, { ...parsePemCertificate({ ...own, certificate: text }) });
      assert.equal(Object.getOwnPropertyDescriptor(built, 'privateKey')?.enumerable, false);
      assert.ok(Object.isFrozen(built));
    });
  }

  it('refuses the certificate of another key, wherever the key is', async () => {
    for (const key of [await keyOf(other), await keyOf(other, engineKey)]) {
      assert.throws(() => buildMachineCertificate({ certificate, key }), {
        code: 'ERR_CLIENT_CERTIFICATE_KEY_MISMATCH',
      });
    }
  });

  it('takes one certificate, in DER, and all of it', async () => {
    const key = await keyOf(own);
    const wrong = [Buffer.alloc(0), Buffer.from(own.certificate), Buffer.concat([certificate, Buffer.from([0])])];
    for (const bytes of wrong) {
      const malformed = { code: 'ERR_CLIENT_CERTIFICATE_MALFORMED' };
      assert.throws(() => buildMachineCertificate({ certificate: bytes, key }), malformed);
      assert.throws(() => buildMachineCertificate({ certificate, issuers: [bytes], key }), malformed);
    }
  });
});
