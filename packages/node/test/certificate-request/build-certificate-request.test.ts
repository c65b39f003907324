import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { encodeBase64, KeyUnusable, type SigningKey } from '@holdfast/core';
import { generateNodeKey } from '@holdfast/node';
import { CertificationRequest } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import { buildCertificateRequest } from '../../src/certificate-request/build-certificate-request.ts';

const clientId = '11111111-2222-4333-8444-555555555555';
const tenantId = '99999999-2222-4333-8444-555555555555';
const key = await generateNodeKey('PS256');
const facts = { clientId, tenantId, computeUnit: { vmId: 'vm-1', vmssId: 'set "ä"' }, key };

/** What OpenSSL makes of it, once it has checked the signature with the key inside; its exit code does not tell that. */
function readWithOpenssl(der: Uint8Array): string {
  const { stdout, stderr } = spawnSync('openssl', ['req', '-inform', 'DER', '-verify', '-noout', '-text'], {
    input: der,
    encoding: 'utf8',
  });
  assert.match(stderr + stdout, /self-signature verify OK/);
  return stdout;
}

describe('RFC 2986: the certificate request of a managed identity', () => {
  it('is accepted by openssl req -verify, with RSASSA-PSS, SHA-256 and a salt of 32 bytes', async () => {
    const text = readWithOpenssl(await buildCertificateRequest(facts));
    assert.match(text, /Signature Algorithm: rsassaPss/);
    assert.match(text, /Hash Algorithm: sha256/);
    assert.match(text, /Mask Algorithm: mgf1 with sha256/);
    assert.match(text, /Salt Length: 0x20/);
    assert.match(text, /Version: 1 \(0x0\)/);
  });

  it('names the identity: DC of the tenant, then CN of the client', async () => {
    const text = readWithOpenssl(await buildCertificateRequest(facts));
    assert.match(text, new RegExp(`Subject: DC = ${tenantId}, CN = ${clientId}`));
  });

  it('carries exactly one attribute: the compute unit as compact JSON in a UTF8String', async () => {
    const request = AsnConvert.parse(await buildCertificateRequest(facts), CertificationRequest);
    const [attribute, ...others] = request.certificationRequestInfo.attributes;
    assert.deepEqual(others, []);
    assert.equal(attribute?.type, '1.3.6.1.4.1.311.90.2.10');
    const value = Buffer.from(attribute?.values[0] ?? new ArrayBuffer(0));
    const json = Buffer.from('{"vmId":"vm-1","vmssId":"set \\"ä\\""}');
    assert.equal(encodeBase64(value), encodeBase64(Buffer.concat([Buffer.from([0x0c, json.length]), json])));
  });

  it('leaves out what the machine does not have', async () => {
    const text = readWithOpenssl(await buildCertificateRequest({ ...facts, computeUnit: { vmId: 'vm-1' } }));
    assert.match(text, /1\.3\.6\.1\.4\.1\.311\.90\.2\.10\s*:\{"vmId":"vm-1"\}/);
  });

  it('a request whose key was exchanged afterwards is refused by openssl', async () => {
    const request = AsnConvert.parse(await buildCertificateRequest(facts), CertificationRequest);
    const other = AsnConvert.parse(
      await buildCertificateRequest({ ...facts, key: await generateNodeKey('PS256') }),
      CertificationRequest,
    );
    request.certificationRequestInfo.subjectPKInfo = other.certificationRequestInfo.subjectPKInfo;
    delete request.certificationRequestInfoRaw;
    assert.throws(() => readWithOpenssl(new Uint8Array(AsnConvert.serialize(request))));
  });

  it('refuses keys that do not sign PS256', async () => {
    for (const alg of ['ES256', 'RS256'] as const) {
      const wrong: SigningKey = await generateNodeKey(alg);
      await assert.rejects(buildCertificateRequest({ ...facts, key: wrong }), KeyUnusable);
    }
  });
});
