import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawRsaKeysFromStock } from '@holdfast/testing';
import { openCertificates } from '../../src/certificates/certificates.ts';
import { openCertificate } from '../../src/client-auth/open-certificate.ts';
import { registerCertificate } from '../../src/directory/registered-certificate.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

drawRsaKeysFromStock();
describe('a registered certificate', () => {
  const registered = async (name: string) => {
    const certificates = await openCertificates({ store: createMemoryDataStore(), at: Date.now() });
    return registerCertificate((await certificates.clientCertificate(name)).certPem);
  };

  it('is opened once, and its key once for each algorithm', async () => {
    const certificate = await registered('daemon');
    const open = openCertificate(certificate);
    assert.equal(openCertificate(certificate), open);
    assert.equal(open.x509.toString(), certificate.pem);
    const key = await open.verificationKey('RS256');
    assert.equal(await open.verificationKey('RS256'), key);
    assert.equal((await open.verificationKey('PS256')).alg, 'PS256');
    await assert.rejects(open.verificationKey('ES256'));
    await assert.rejects(open.verificationKey('ES256'));
  });

  it('is not another one that says the same of itself', async () => {
    const [one, other] = [await registered('daemon'), await registered('daemon')];
    assert.notEqual(openCertificate(one), openCertificate(other));
    assert.notEqual(openCertificate(one), openCertificate({ ...one }));
  });
});
