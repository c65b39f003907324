import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MitsRequestRefused, readQuery } from '@holdfast/mits';

const usual = 'api-version=2020-05-01&resource=https%3A%2F%2Fvault.azure.net';
const hash = 'cc0af97287543b65da2c7e1476426021826cab166f1e063ed012b855ff819656';

const refusal = (code: string) => (error: unknown) => error instanceof MitsRequestRefused && error.code === code;

describe('the query of a token request', () => {
  it('reads what .NET sends, which encodes nothing, and what others send encoded, as the same', () => {
    const raw = `api-version=2020-05-01&resource=https://vault.azure.net&xms_cc=cp1,cp2,cp3&token_sha256_to_refresh=${hash}`;
    const encoded = `${usual}&xms_cc=cp1%2Ccp2%2Ccp3&token_sha256_to_refresh=${hash}`;
    assert.deepEqual(readQuery(raw), readQuery(encoded));
    assert.deepEqual(readQuery(raw), {
      resource: 'https://vault.azure.net',
      selector: { by: 'none' },
      capabilities: ['cp1', 'cp2', 'cp3'],
      tokenHash: hash,
    });
  });

  it('takes both versions of the api, and no other', () => {
    assert.ok(readQuery('api-version=2019-07-01-preview&resource=r'));
    for (const version of ['api-version=2018-02-01&', 'api-version=&', 'api-version&', 'version=2020-05-01&', '']) {
      assert.throws(() => readQuery(`${version}resource=r`), refusal('ERR_MITS_API_VERSION'), version);
    }
  });

  it('splits capabilities, trims them, drops empty ones, and changes nothing else', () => {
    const cases = [
      ['', []],
      [',', []],
      ['%20cp1%20,%20,,CP2,', ['cp1', 'CP2']],
      ['+cp1,+cp2', ['cp1', 'cp2']],
      ['cp1,cp1', ['cp1']],
      ['x.y-z_1', ['x.y-z_1']],
    ] as const;
    for (const [sent, read] of cases) assert.deepEqual(readQuery(`${usual}&xms_cc=${sent}`).capabilities, read, sent);
  });

  it('refuses capabilities that are no words, so that nothing else travels in them', () => {
    const sent = [
      'cp1%22',
      '%7B%7D',
      'a%20b',
      'cp1%0Acp2',
      '%F0%9F%99%82',
      'a'.repeat(65),
      Array(17)
        .fill(0)
        .map((_, i) => `c${i}`)
        .join(),
    ];
    for (const list of sent) {
      assert.throws(() => readQuery(`${usual}&xms_cc=${list}`), refusal('ERR_MITS_CAPABILITIES'), list);
    }
  });

  it('takes a hash of 64 lower-case hexadecimal digits, and refuses anything else instead of ignoring it', () => {
    assert.equal(readQuery(`${usual}&token_sha256_to_refresh=${hash}`).tokenHash, hash);
    const others = [
      '',
      ' ',
      hash.toUpperCase(),
      hash.slice(1),
      `${hash}0`,
      `${hash}%0A`,
      `%20${hash}`,
      hash.replace('c', 'g'),
      'zAr5coe1Q2XaLH4UdkJgIYJsqxZvHgY-0BK4Vf-Blh4',
    ];
    for (const other of others) {
      assert.throws(
        () => readQuery(`${usual}&token_sha256_to_refresh=${other}`),
        refusal('ERR_MITS_TOKEN_HASH'),
        other,
      );
    }
  });

  it('refuses whatever is named twice, in whatever spelling', () => {
    const twice = [
      'resource=a',
      'api-version=2020-05-01',
      'res%6Furce=a',
      'resource',
      'xms_cc=a&xms_cc=a',
      'x=1&x=1',
      '%78=1&x=2',
      'RESOURCE=a',
      'Api_Version=2020-05-01',
      'xms_cc=cp1&XMS_CC=cp2',
      'clientId=1&client_id=2',
    ];
    for (const more of twice) {
      assert.throws(() => readQuery(`${usual}&${more}`), refusal('ERR_MITS_PARAMETER_REPEATED'), more);
    }
  });

  it('reads the identity from one name, and refuses two', () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const cases = [
      ['principalId', 'object-id'],
      ['object_id', 'object-id'],
      ['client_id', 'client-id'],
      ['mi_res_id', 'resource-id'],
    ] as const;
    for (const [name, by] of cases) {
      assert.deepEqual(readQuery(`${usual}&${name}=${id}`).selector, { by, value: id });
      for (const [other] of cases) {
        if (other === name) continue;
        assert.throws(() => readQuery(`${usual}&${name}=${id}&${other}=${id}`), refusal('ERR_MITS_IDENTITY_AMBIGUOUS'));
      }
    }
    // An empty name names nobody; it must not become the identity of the system.
    assert.deepEqual(readQuery(`${usual}&principalId=`).selector, { by: 'object-id', value: '' });
  });

  it('hears an identity, a capability and a hash in whatever spelling: an identity that goes unheard is answered with another one', () => {
    const id = '11111111-2222-4333-8444-555555555555';
    for (const name of ['clientid', 'clientId', 'CLIENT_ID', 'Client-Id', 'cl%69entid']) {
      assert.deepEqual(readQuery(`${usual}&${name}=${id}`).selector, { by: 'client-id', value: id }, name);
    }
    for (const name of ['principalid', 'PrincipalId', 'principal_id', 'objectId']) {
      assert.deepEqual(readQuery(`${usual}&${name}=${id}`).selector, { by: 'object-id', value: id }, name);
    }
    for (const name of ['msi_res_id', 'mi-res-id', 'MI_RES_ID', 'resourceId']) {
      assert.deepEqual(readQuery(`${usual}&${name}=/s/w`).selector, { by: 'resource-id', value: '/s/w' }, name);
    }
    assert.equal(readQuery(`${usual}&Token_Sha256_To_Refresh=${hash}`).tokenHash, hash);
    assert.deepEqual(readQuery(`${usual}&XMS_CC=cp1`).capabilities, ['cp1']);
    assert.throws(() => readQuery(`${usual}&Claims=%7B%7D`), refusal('ERR_MITS_CLAIMS'));
  });

  it('refuses a resource that is missing, empty, or no one word', () => {
    for (const resource of [
      '',
      'resource=',
      'resource',
      'resource=a%20b',
      'resource=a%00',
      `resource=${'a'.repeat(1025)}`,
    ]) {
      assert.throws(() => readQuery(`api-version=2020-05-01&${resource}`), refusal('ERR_MITS_RESOURCE'), resource);
    }
  });

  it('refuses a claims request, which it would not relay', () => {
    for (const claims of ['claims=%7B%7D', 'claims=', 'claims', 'cl%61ims=x']) {
      assert.throws(() => readQuery(`${usual}&${claims}`), refusal('ERR_MITS_CLAIMS'), claims);
    }
  });

  it('refuses escapes that are none, and a query without end', () => {
    for (const broken of ['x=%', 'x=%zz', '%E0=1', 'x=%C0%AF', `x=${'a'.repeat(9000)}`]) {
      assert.throws(() => readQuery(`${usual}&${broken}`), refusal('ERR_MITS_QUERY'), broken.slice(0, 20));
    }
  });

  it('does not stumble over names that JavaScript knows', () => {
    assert.ok(readQuery(`${usual}&__proto__=x&constructor=y&=z&&`));
  });
});
