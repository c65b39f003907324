import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ConfigurationProblem,
  type DirectoryConfiguration,
  DirectoryInvalid,
  defaultConfiguration,
  parseDirectory,
} from '@holdfast/authority';

const problemsOf = (text: string): readonly ConfigurationProblem[] => {
  try {
    parseDirectory(text, { file: 'my.yaml' });
  } catch (error) {
    assert.ok(error instanceof DirectoryInvalid, String(error));
    assert.equal(error.code, 'ERR_DIRECTORY_INVALID');
    return error.problems;
  }
  return [];
};
const application = (directory: DirectoryConfiguration, name: string, tenant = 'contoso.example') =>
  directory.tenants[tenant]?.applications?.[name];
const inApplication = (yaml: string): string =>
  `tenants:\n  contoso.example:\n    applications:\n      daemon:\n${yaml.replaceAll(/^/gm, '        ')}\n`;

describe('the configuration file', () => {
  it('that is empty gives the built-in directory', () => {
    for (const text of ['', '\n', '# nothing\n', '{}', 'tenants:\n', '---\n']) {
      assert.deepEqual(
        JSON.parse(JSON.stringify(parseDirectory(text))),
        JSON.parse(JSON.stringify(defaultConfiguration)),
      );
    }
  });

  it('changes the built-in directory field by field, and adds to it', () => {
    const directory = parseDirectory(`
tenants:
  contoso.example:
    applications:
      daemon: { tokenBinding: required }
      orders-api: { api: { tokenBinding: required, accessTokenVersion: 1 } }
      reports: { secret: generate, grantedRoles: { api://reports: [Reports.Read] } }
  adatum.example:
resources:
  api://reports: { roles: [Reports.Read] }
  https://vault.azure.net: { tokenBinding: forbidden }
`);
    assert.equal(application(directory, 'daemon')?.tokenBinding, 'required');
    assert.equal(application(directory, 'daemon')?.secret, 'generate');
    assert.equal(application(directory, 'orders-api')?.api?.appIdUri, 'api://orders');
    assert.equal(application(directory, 'orders-api')?.api?.accessTokenVersion, 1);
    assert.equal(application(directory, 'reports')?.secret, 'generate');
    assert.deepEqual(Object.keys(directory.tenants), ['contoso.example', 'fabrikam.example', 'adatum.example']);
    assert.deepEqual(directory.resources['https://vault.azure.net'], {
      accessTokenVersion: 1,
      scopes: ['user_impersonation'],
      tokenBinding: 'forbidden',
    });
  });

  it('can start from nothing', () => {
    const directory = parseDirectory('defaults: none\ntenants: { a.example: }\n');
    assert.deepEqual(Object.keys(directory.tenants), ['a.example']);
    assert.deepEqual(directory.resources, {});
  });

  it('is refused with line, column and a mend for every mistake', () => {
    const rows: readonly (readonly [string, number, number, RegExp, RegExp])[] = [
      ['tenant: {}', 1, 1, /unknown field tenant/, /Did you mean tenants\?/],
      [inApplication('clientID: x'), 5, 9, /unknown field clientID/, /clientId/],
      [inApplication('tokenBindings: required'), 5, 9, /unknown field/, /Did you mean tokenBinding\?/],
      [inApplication('zebra: 1'), 5, 9, /unknown field zebra/, /The fields here are: clientId,/],
      [inApplication('tokenBinding: always'), 5, 23, /not allowed/, /required, allowed, forbidden/],
      [inApplication('accessTokenLifetimeSeconds: 59'), 5, 37, /not allowed/, /60 to 86400/],
      [inApplication('accessTokenLifetimeSeconds: "60"'), 5, 37, /not allowed/, /60 to 86400/],
      [inApplication('accessTokenLifetimeSeconds: 60.5'), 5, 37, /not allowed/, /whole number/],
      [inApplication('clientId: 1234'), 5, 19, /not allowed/, /GUID.*quotes/],
      [inApplication('secret: short'), 5, 17, /not allowed/, /16 to 256/],
      [inApplication('redirectUris: [http://evil.example/]'), 5, 24, /not allowed/, /https/],
      [inApplication('redirectUris: ["https://a.example/#x"]'), 5, 24, /not allowed/, /fragment/],
      [inApplication('redirectUris: https://a.example/'), 5, 23, /not a list/, /list/],
      [inApplication('grantedRoles: [x]'), 5, 23, /not a mapping/, /name: value/],
      [inApplication('grantedRoles: { api://nothing: [x] }'), 5, 25, /no such API/, /resources/],
      [inApplication('grantedRoles: { api://orders: [Nope] }'), 5, 25, /does not offer/, /roles/],
      [inApplication('delegatedPermissions: { api://nothing: [x] }'), 5, 33, /no such API/, /resources/],
      [inApplication('delegatedPermissions: { api://orders: [Nope] }'), 5, 33, /does not offer/, /scopes/],
      [inApplication('delegatedPermissions: { api://orders: [Orders.Read] }'), 5, 33, /does not offer/, /scopes/],
      [inApplication('consent: always'), 5, 18, /not allowed/, /asked, granted/],
      [inApplication('refreshTokenLifetimeSeconds: 59'), 5, 38, /not allowed/, /60 to 7776000/],
      [inApplication('refreshTokenReuseLeewaySeconds: 61'), 5, 41, /not allowed/, /0 to 60/],
      [inApplication('certificateFiles: [missing.pem]'), 5, 9, /certificate file/, /PEM/],
      [inApplication('certificates: [{ issuer: client-ca }]'), 5, 24, /no name and no thumbprint/, /thumbprint alone/],
      [inApplication('certificates: [{ subjectName: CN=a }]'), 5, 24, /has no issuer/, /subjectName and an issuer/],
      [
        inApplication(`certificates: [{ thumbprint: ${'A'.repeat(43)}, issuer: client-ca }]`),
        5,
        24,
        /stands beside a name/,
        /thumbprint alone/,
      ],
      [inApplication('certificates: [{ thumbprint: abc }]'), 5, 38, /not allowed/, /x5t#S256/],
      [inApplication(`certificates: [{ thumbprint: ${'A'.repeat(42)}B }]`), 5, 38, /not allowed/, /x5t#S256/],
      [inApplication('certificates: [{ subjectName: daemon, issuer: client-ca }]'), 5, 39, /not allowed/, /CN=daemon/],
      [
        inApplication('certificates:\n  - subjectName: CN=a\n    issuer: missing.pem'),
        7,
        13,
        /certificate file/,
        /signs the certificates itself/,
      ],
      [inApplication('certificates: [null]'), 5, 24, /no name and no thumbprint/, /thumbprint alone/],
      [inApplication('authenticationMethods: [client_secret]'), 5, 33, /not allowed/, /client_secret_post/],
      [inApplication('authenticationMethods: []'), 5, 9, /no method is left/, /leave the field out/],
      [inApplication('authenticationMethods: [tls_client_auth]'), 5, 9, /no credential for one/, /subjectName/],
      [inApplication('api: {}'), 5, 9, /no appIdUri/, /api:\/\/orders/],
      [inApplication('api: { appIdUri: https://vault.azure.net }'), 5, 16, /another API/, /own appIdUri/],
      [inApplication('kind: public'), 5, 9, /public application has a credential/, /confidential/],
      ['tenants: { NOPE: }', 1, 12, /name is not allowed/, /domain in lower case/],
      ['tenants: { common: }', 1, 12, /name is not allowed/, /domain/],
      ['tenants: { a.example: { applications: { ../etc: } } }', 1, 41, /name is not allowed/, /hyphens/],
      ['tenants: { a.example: { applications: { daemon: } } }', 1, 41, /another tenant has/, /unique/],
      ['resources: { api://x/: }', 1, 14, /name is not allowed/, /trailing slash/],
      ['resources: { api://x: { accessTokenVersion: null } }', 1, 45, /not allowed/, /1, 2/],
      ['defaults: none', 1, 1, /no tenant/, /at least one/],
      ['- a', 1, 1, /not a mapping/, /name: value/],
      ['tenants:\n\ta.example:', 2, 1, /tab/, /plain YAML/],
      ['tenants: {}\ntenants: {}', 2, 1, /twice/, /plain YAML/],
      ['--- {}\n--- {}\n', 2, 1, /more than one document/, /plain YAML/],
      ['a: &a x\nb: *a', 2, 4, /alias/, /Write the value out/],
      ['tenants: !!binary aGVsbG8=', 1, 19, /not a mapping/, /name: value/],
      ['tenants: !evil x', 1, 10, /tag resolve failed/, /plain YAML/],
      ['__proto__: { x: 1 }', 1, 1, /unknown field/, /defaults, tenants, resources/],
      ['constructor: 1', 1, 1, /unknown field/, /defaults, tenants, resources/],
      ['tenants: { __proto__: }', 1, 12, /name is not allowed/, /domain/],
      ['tenants: { a.example: { applications: { __proto__: } } }', 1, 41, /name is not allowed/, /hyphens/],
      ['? [a]\n: b', 1, 3, /not valid YAML|unknown field/, /./],
    ];
    for (const [text, line, column, what, mend] of rows) {
      const [first] = problemsOf(text);
      assert.ok(first, `no mistake found in: ${text}`);
      assert.deepEqual([first.line, first.column], [line, column], `${text}\n${first.what}`);
      assert.match(first.what, what, text);
      assert.match(first.mend, mend, text);
    }
  });

  it('tells about all mistakes at once, in the order of the file, and about the first in its message', () => {
    const text = 'tenants:\n  a.example: { ids: x }\nresourses: {}\n';
    assert.deepEqual(
      problemsOf(text).map(({ line }) => line),
      [2, 3],
    );
    assert.throws(
      () => parseDirectory(text, { file: 'my.yaml' }),
      /my\.yaml:2:16 unknown field ids, and 1 more\)\. Did you mean id\?/,
    );
  });

  it('never has its values repeated in a message: they may be secrets', () => {
    const rows = [
      inApplication('secret: {hush-hush: hush-hush}'),
      inApplication('secret: hush-hush'),
      inApplication('hush-hush: 1\nsecret: [hush-hush]'),
      inApplication('accessTokenLifetimeSeconds: hush-hush'),
      'hush-hush: [',
      '"hush-hush',
      'tenants: *hush-hush',
    ];
    for (const text of rows) {
      assert.throws(
        () => parseDirectory(text.replaceAll('hush-hush', 'hush1hush')),
        (error: Error) => {
          assert.equal(`${error.message}${error.stack}${JSON.stringify(error)}`.includes('hush1hush'), false, text);
          return true;
        },
      );
    }
  });

  it('cannot exhaust the machine', () => {
    const hostile = [
      '['.repeat(100_000),
      '{a: '.repeat(50_000),
      `a: ${'x'.repeat(2_000_000)}`,
      `a: &a [${'b,'.repeat(1000)}]\nb: [${'*a,'.repeat(1000)}]`,
      `resources: {${Array.from({ length: 2000 }, (_, index) => `api://x${index}: `).join(',')}}`,
      `tenants: { ${'a'.repeat(100_000)}: }`,
    ];
    for (const text of hostile) {
      const problems = problemsOf(text);
      assert.ok(problems.length >= 1 && problems.length <= 20, text.slice(0, 20));
    }
  });

  it('keeps names of object prototypes out of everything it makes', () => {
    const directory = parseDirectory('tenants: { a.example: { applications: { constructor: { secret: generate } } } }');
    assert.equal(application(directory, 'constructor', 'a.example')?.secret, 'generate');
    assert.equal(({} as Record<string, unknown>)['secret'], undefined);
  });
});
