import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ConfigurationProblem,
  createAuthority,
  type DirectoryConfiguration,
  DirectoryInvalid,
  parseDirectory,
} from '@holdfast/authority';
import { drawRsaKeysFromStock } from '@holdfast/testing';
import { buildDirectoryView } from '../../src/admin/directory-view.ts';

drawRsaKeysFromStock();
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const mine = '/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine';
const inIdentity = (yaml: string): string =>
  `tenants:\n  contoso.example:\n    identities:\n      worker:\n${yaml.replaceAll(/^/gm, '        ')}\n`;

function problemsOf(text: string): readonly ConfigurationProblem[] {
  try {
    parseDirectory(text);
  } catch (error) {
    assert.ok(error instanceof DirectoryInvalid, String(error));
    return error.problems;
  }
  return [];
}

async function withDirectory(
  configuration: DirectoryConfiguration | undefined,
  use: (authority: Awaited<ReturnType<typeof createAuthority>>) => void | Promise<void>,
): Promise<void> {
  const authority = await createAuthority({ directory: configuration });
  try {
    await use(authority);
  } finally {
    await authority.close();
  }
}

describe('managed identities of the directory', () => {
  it('without a file: the one of the machine, and one that is assigned to it', () =>
    withDirectory(undefined, ({ directory }) => {
      assert.deepEqual(
        directory.identities.map(({ name, isSystem }) => [name, isSystem]),
        [
          ['system', true],
          ['worker', false],
        ],
      );
      const [system, worker] = directory.identities;
      const [contoso] = directory.tenants;
      for (const identity of [system!, worker!]) {
        assert.equal(identity.tenantId, contoso!.id);
        for (const id of [identity.clientId, identity.objectId]) assert.match(id, guid);
        assert.deepEqual([...identity.grantedRoles], [['api://orders', ['Orders.Read', 'Orders.Write']]]);
        assert.equal(directory.findApplication(contoso!, identity.clientId.toUpperCase()), identity);
        assert.equal(directory.applications.includes(identity), false);
        assert.equal(identity.secret, undefined);
        assert.equal(identity.accessTokenLifetimeSeconds, 86_399);
      }
      assert.equal(system!.resourceId, undefined);
      assert.match(
        worker!.resourceId!,
        /^\/subscriptions\/[0-9a-f-]{36}\/resourcegroups\/holdfast\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/worker$/,
      );
    }));

  it('are changed field by field, and added to', () =>
    withDirectory(
      parseDirectory(`
tenants:
  contoso.example:
    identities:
      worker: { resourceId: ${mine}, accessTokenLifetimeSeconds: 600, tokenBinding: forbidden }
  fabrikam.example:
    identities:
      other: { clientId: AAAAAAAA-0000-0000-0000-000000000001, grantedRoles: { api://orders: [Orders.Read] } }
`),
      ({ directory }) => {
        const [, worker, other] = directory.identities;
        assert.equal(worker?.resourceId, mine);
        assert.equal(worker?.accessTokenLifetimeSeconds, 600);
        assert.equal(worker?.tokenBinding, 'forbidden');
        assert.equal(worker?.grantedRoles.size, 1);
        assert.equal(other?.clientId, 'aaaaaaaa-0000-0000-0000-000000000001');
        assert.equal(other?.tenantId, directory.tenants[1]?.id);
      },
    ));

  it('come to the STS with a certificate that no application is known by', () =>
    withDirectory(
      parseDirectory(
        'tenants: { contoso.example: { applications: { worker: { certificate: issue, certificates: [{ subjectName: CN=worker, issuer: client-ca }] } } } }',
      ),
      async ({ directory, certificates }) => {
        const worker = directory.identities.find(({ name }) => name === 'worker')!;
        const { certPem, keyPem, chainPem } = await certificates.identityCertificate('worker');
        assert.equal(worker.certificates[0]?.pem.trim(), certPem.trim());
        assert.match(keyPem, /BEGIN PRIVATE KEY/);
        assert.equal(chainPem, `${certPem}${certificates.clientCaPem}`);
        const application = directory.applications.find(({ name }) => name === 'worker')!;
        assert.equal(application.thumbprints.includes(worker.thumbprints[0]!), false);
        const { X509Certificate } = await import('node:crypto');
        assert.equal(new X509Certificate(certPem).subject, 'CN=worker.identity');
      },
    ));

  it('are shown without secrets', () =>
    withDirectory(undefined, ({ directory }) => {
      const view = buildDirectoryView(directory) as { readonly identities: readonly Record<string, unknown>[] };
      assert.deepEqual(Object.keys(view.identities[1]!).sort(), [
        'accessTokenLifetimeSeconds',
        'attestation',
        'attestationCheck',
        'certificateLifetimeSeconds',
        'certificates',
        'clientId',
        'consent',
        'delegatedPermissions',
        'grantedRoles',
        'isSystem',
        'kind',
        'name',
        'objectId',
        'postLogoutRedirectUris',
        'redirectUris',
        'refreshTokenLifetimeSeconds',
        'refreshTokenReuseLeewaySeconds',
        'resourceId',
        'subjects',
        'tenantId',
        'thumbprints',
        'tokenBinding',
      ]);
    }));

  it('are refused with line, column and a mend for every mistake', () => {
    const rows: readonly (readonly [string, number, number, RegExp, RegExp])[] = [
      [inIdentity('secret: generate'), 5, 9, /unknown field secret/, /fields here are: kind, clientId/],
      [inIdentity('kind: system'), 5, 15, /not allowed/, /system-assigned, user-assigned/],
      [inIdentity('clientId: 1234'), 5, 19, /not allowed/, /GUID/],
      [inIdentity('resourceId: worker'), 5, 21, /not allowed/, /\/subscriptions\//],
      [inIdentity(`resourceId: ${mine}/`), 5, 21, /not allowed/, /\/subscriptions\//],
      [inIdentity('accessTokenLifetimeSeconds: 86401'), 5, 37, /not allowed/, /60 to 86400/],
      [inIdentity('kind: system-assigned'), 5, 9, /has a system-assigned identity already/, /user-assigned/],
      [inIdentity('grantedRoles: { api://nothing: [x] }'), 5, 25, /no such API/, /resources/],
      [inIdentity('grantedRoles: { api://orders: [Nope] }'), 5, 25, /does not offer/, /roles/],
      ['tenants: { a.example: { identities: { Worker: } } }', 1, 39, /name is not allowed/, /hyphens/],
      ['tenants: { a.example: { identities: { worker: } } }', 1, 39, /another tenant has/, /unique/],
    ];
    for (const [text, line, column, what, mend] of rows) {
      const [first] = problemsOf(text);
      assert.ok(first, `no mistake found in: ${text}`);
      assert.deepEqual([first.line, first.column], [line, column], `${text}\n${first.what}`);
      assert.match(first.what, what, text);
      assert.match(first.mend, mend, text);
    }
    const id = '11111111-2222-3333-4444-555555555555';
    for (const [field, value, other] of [
      ['objectId', id, id.toUpperCase()],
      ['resourceId', mine, mine.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')],
    ]) {
      const two = `tenants: { a.example: { identities: { a: { ${field}: ${value} }, b: { ${field}: ${other} } } } }`;
      assert.match(problemsOf(two)[0]?.what ?? '', /two managed identities have this id/, two);
    }
    const withApplication = `tenants: { a.example: { applications: { x: { clientId: ${id} } }, identities: { y: { clientId: ${id} } } } }`;
    assert.match(problemsOf(withApplication)[0]?.what ?? '', /this client id/);
  });
});
