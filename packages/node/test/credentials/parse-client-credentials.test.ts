import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCredentialList, parseClientCredentials, parsePemCertificate } from '@holdfast/node/mtls';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { refusal } from '../certificate/refusal.ts';

const parse = (entry: unknown, surroundings = {}) => parseClientCredentials([entry], surroundings)[0];
const codeOf = (entry: unknown) => refusal(() => parse(entry)).code;
const certificateSettings = { sendX5c: false, useBoundCredential: false };

describe('ClientCredentials of Microsoft.Identity.Web are read', () => {
  const path = { SourceType: 'Path', CertificateDiskPath: 'app.pfx', CertificatePassword: 'p' };
  const file = { kind: 'certificate-file', certificateFile: 'app.pfx', password: 'p', ...certificateSettings };

  it('by name and by number, in any letter case', () => {
    const lower = { sourcetype: 'path', certificatediskpath: 'app.pfx', CERTIFICATEPASSWORD: 'p' };
    for (const entry of [path, { ...path, SourceType: 3 }, lower]) assert.deepEqual(parse(entry), file);
  });

  it('each source type that there is in Node', async () => {
    const certificate = parsePemCertificate(await makeCertificate({ kind: 'ec' }));
    const cases: readonly [object, object][] = [
      [
        { SourceType: 'Base64Encoded', Base64EncodedValue: 'MII=' },
        { kind: 'certificate-pfx', pfx: 'MII=', password: undefined, ...certificateSettings },
      ],
      [
        { SourceType: 'ClientSecret', ClientSecret: 's' },
        { kind: 'client-secret', clientSecret: 's' },
      ],
      [
        { SourceType: 'SignedAssertionFilePath', SignedAssertionFileDiskPath: '/token' },
        { kind: 'assertion-file', assertionFile: '/token' },
      ],
      [
        { SourceType: 'Certificate', Certificate: certificate },
        { kind: 'certificate', certificate, ...certificateSettings },
      ],
    ];
    for (const [entry, expected] of cases) {
      const description = parse(entry);
      assert.deepEqual(description, expected);
      // And the list takes them as they are.
      createCredentialList({ credentials: description === undefined ? [] : [description] });
    }
  });

  it('with what stands beside them: SendX5c, and the file of the pod', () => {
    assert.deepEqual(parse(path, { sendX5c: true }), { ...file, sendX5c: true });
    assert.deepEqual(parse({ ...path, UseBoundCredential: true }), { ...file, useBoundCredential: true });
    const assertion = { SourceType: 'SignedAssertionFilePath' };
    assert.deepEqual(parse(assertion, { federatedTokenFile: '/pod' }), {
      kind: 'assertion-file',
      assertionFile: '/pod',
    });
    assert.equal(codeOf(assertion), 'ERR_CREDENTIAL_FIELD');
  });

  it('null leaves a field out, as configuration does', () => {
    assert.deepEqual(parse({ ...path, Skip: null, CertificateThumbprint: null }), file);
    assert.deepEqual(parse({ ...path, Skip: 'False' }), file, 'as environment variables write it');
  });

  it('an entry with Skip keeps its place and may be anything', () => {
    const entries = [{ SourceType: 'StoreWithThumbprint', CertificateThumbprint: 'AB', Skip: true }, path];
    assert.deepEqual(parseClientCredentials(entries), [{ kind: 'skipped', skip: true }, file]);
  });
});

describe('ClientCredentials that Node cannot offer are refused with what to do', () => {
  const cases: Readonly<Record<string, readonly (string | number)[]>> = {
    ERR_CREDENTIAL_STORE: [
      'StoreWithThumbprint',
      'StoreWithDistinguishedName',
      'StoreWithSubjectName',
      'ManagedCertificate',
      4,
      5,
      12,
      13,
    ],
    ERR_CREDENTIAL_VAULT: ['KeyVault', 'SignedAssertionFromVault', 1, 9],
    ERR_CREDENTIAL_IDENTITY: ['SignedAssertionFromManagedIdentity', 7],
    ERR_CREDENTIAL_PROVIDER: ['CustomSignedAssertion', 11],
    ERR_CREDENTIAL_SOURCE: ['AutoDecryptKeys', 10, 'CANARY', 99, -1, 1.5],
  };
  for (const [code, sourceTypes] of Object.entries(cases)) {
    it(code, () => {
      for (const SourceType of sourceTypes) {
        const refused = refusal(() =>
          parse({ SourceType, KeyVaultUrl: 'https://CANARY', CertificateThumbprint: 'CANARY' }),
        );
        assert.equal(refused.code, code, `${SourceType}`);
        assert.match(refused.message, /entry 0/);
        assert.match(refused.mend, /callback|SourceType|Skip/);
      }
    });
  }

  it('fields that are missing, unknown, twice there or of another type, by their place', () => {
    const wrong: readonly unknown[] = [
      'CANARY',
      null,
      {},
      { SourceType: true },
      { SourceType: 'Path' },
      { SourceType: 'Path', CertificateDiskPath: '' },
      { SourceType: 'Path', CertificateDiskPath: 7 },
      { SourceType: 'Path', CertificateDiskPath: 'a', CertificatePassword: 7 },
      { SourceType: 'ClientSecret', ClientSecert: 'CANARY' },
      { SourceType: 'ClientSecret', ClientSecret: 'CANARY', clientsecret: 'CANARY' },
      { SourceType: 'ClientSecret', ClientSecret: 'CANARY', Skip: 'yes' },
      { SourceType: 'Certificate', Certificate: 'CANARY' },
    ];
    for (const [index, entry] of wrong.entries()) assert.equal(codeOf(entry), 'ERR_CREDENTIAL_FIELD', `${index}`);
    const second = refusal(() => parseClientCredentials([{ SourceType: 'ClientSecret', ClientSecret: 's' }, {}]));
    assert.match(second.message, /entry 1: SourceType/);
    assert.throws(() => parseClientCredentials({ ClientCredentials: [] }), TypeError);
  });
});
