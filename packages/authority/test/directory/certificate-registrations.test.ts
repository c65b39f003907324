import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAuthority, DirectoryInvalid, parseDirectory } from '@holdfast/authority';
import { drawRsaKeysFromStock } from '@holdfast/testing';
import { hasSubject, isSubjectName } from '../../src/certificates/subject-name.ts';
import { makeCertificate } from '../harness/made-certificates.ts';

drawRsaKeysFromStock();
const inDaemon = (yaml: string): string =>
  `tenants: { contoso.example: { applications: { daemon: { certificates: [${yaml}] } } } }`;

describe('certificates in the configuration', () => {
  it('are named by thumbprint, in both spellings that tools print', async () => {
    const { sha256, x509 } = await makeCertificate({ subject: 'CN=daemon' });
    for (const thumbprint of [sha256, x509.fingerprint256, x509.fingerprint256.replaceAll(':', '').toLowerCase()]) {
      const directory = parseDirectory(inDaemon(`{ thumbprint: "${thumbprint}" }`));
      assert.deepEqual(directory.tenants['contoso.example']?.applications?.['daemon']?.certificates, [
        { thumbprint: sha256 },
      ]);
      const authority = await createAuthority({ directory });
      const daemon = authority.directory.applications.find(({ name }) => name === 'daemon');
      // The issued one, and the one of the file.
      assert.equal(daemon?.thumbprints.length, 2);
      assert.equal(daemon?.thumbprints[1], sha256);
      await authority.close();
    }
  });

  it('are named by subject and the authority that signed them, which must be one', async () => {
    const ca = await makeCertificate({ subject: 'CN=Our CA', isAuthority: true });
    const leaf = await makeCertificate({ subject: 'CN=daemon', issuer: ca });
    const files = new Map([
      ['ca.pem', ca.certPem],
      ['leaf.pem', leaf.certPem],
    ]);
    const parse = (issuer: string) =>
      parseDirectory(inDaemon(`{ subjectName: "CN=daemon, O=Contoso", issuer: ${issuer} }`), {
        readFile: (file) => files.get(file) ?? '',
      });
    const authority = await createAuthority({ directory: parse('ca.pem') });
    const [subject] = authority.directory.applications.find(({ name }) => name === 'daemon')?.subjects ?? [];
    assert.equal(subject?.subjectName, 'CN=daemon, O=Contoso');
    assert.equal(subject?.issuer.fingerprint256, ca.x509.fingerprint256);
    await authority.close();
    for (const file of ['leaf.pem', 'nothing.pem']) assert.throws(() => parse(file), DirectoryInvalid, file);
    const own = await createAuthority({ directory: parse('client-ca') });
    const [bySelf] = own.directory.applications.find(({ name }) => name === 'daemon')?.subjects ?? [];
    assert.equal(bySelf?.issuer.toString().trim(), own.certificates.clientCaPem.trim());
    await own.close();
  });

  it('cannot be named by what two readers could read differently', () => {
    const names = ['CN=daemon', 'CN=daemon, O=Contoso', 'CN=daemon,O=Contoso Ltd.,C=DE', 'DC=x,DC=y', 'CN=Müller'];
    for (const name of names) assert.equal(isSubjectName(name), true, name);
    const others = [
      '',
      'daemon',
      'CN=',
      'CN= daemon',
      'CN=daemon ',
      'CN=daemon,',
      'CN=daemon,  O=x',
      'CN=daemon+O=x',
      'CN=daemon\\, O=x',
      'CN="daemon"',
      'CN=daemon;O=x',
      'CN=daemon=1',
      'CN=#64',
      'CN=dae\nmon',
      'CN=dae\u200bmon',
      'CN=dae\u2028mon',
      'cn=daemon',
      '2.5.4.3=daemon',
      'CN=*,=',
      `CN=${'a'.repeat(129)}`,
      Array.from({ length: 17 }, () => 'DC=a').join(','),
    ];
    for (const name of others) assert.equal(isSubjectName(name), false, JSON.stringify(name));
  });
});

describe('the subject of a certificate', () => {
  it('is compared part by part: no value can look like two parts, or like another', async () => {
    const wanted = 'CN=daemon, O=Contoso, C=DE';
    const subjects: readonly (readonly [Parameters<typeof makeCertificate>[0]['subject'], boolean])[] = [
      [[{ C: ['DE'] }, { O: ['Contoso'] }, { CN: ['daemon'] }], true],
      [[{ CN: ['daemon'] }, { O: ['Contoso'] }, { C: ['DE'] }], false],
      [[{ C: ['DE'] }, { O: ['Contoso'], CN: ['daemon'] }], false],
      [[{ C: ['DE'] }, { O: ['Contoso\nCN=daemon'] }], false],
      [[{ C: ['DE'] }, { O: ['Contoso, CN=daemon'] }], false],
      [[{ C: ['DE'] }, { O: ['Contoso'] }, { CN: ['Daemon'] }], false],
      [[{ C: ['DE'] }, { O: ['Contoso'] }, { CN: ['daemon '] }], false],
      [[{ C: ['DE'] }, { O: ['Contoso'] }, { CN: ['daemon\0'] }], false],
      [[{ C: ['DE'] }, { O: ['Contoso'] }, { CN: ['daemon', 'daemon'] }], false],
      [[{ C: ['DE'] }, { O: ['Contoso'] }, { CN: ['daemon'] }, { OU: ['x'] }], false],
      [[{ C: ['DE'] }, { O: ['Contoso'] }, { CN: ['dаemon'] }], false],
      [[{ CN: ['daemon'] }], false],
    ];
    for (const [subject, expected] of subjects) {
      const { x509 } = await makeCertificate({ subject });
      assert.equal(hasSubject(x509, wanted), expected, JSON.stringify(subject));
      assert.equal(hasSubject(x509, wanted.replaceAll(', ', ',')), expected, JSON.stringify(subject));
    }
  });
});
