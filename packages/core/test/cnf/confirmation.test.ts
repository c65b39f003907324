import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCnf } from '../../src/cnf/confirmation.ts';
import { jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { hostileJwks } from '../fixtures/hostile-jwks.ts';
import { ecJwk, rfc7515Ec, rfc7515Rsa, rfc7517Rsa, rsaJwk } from '../fixtures/published-keys.ts';
import { refusedWith } from '../fixtures/refusals.ts';

const rsa = rsaJwk(rfc7515Rsa);
const ec = ecJwk(rfc7515Ec);
const rsaName = await jwkThumbprint(rsa);
const ecName = await jwkThumbprint(ec);
const otherName = await jwkThumbprint(rsaJwk(rfc7517Rsa));
const certificate = 'YGWDR1dU2yAPtF6fWc9CTz_F9ECfR7U-kNR21LwdOLk';

describe('cnf, admitted (RFC 7800 section 3)', () => {
  it('names a key by kid, as Entra does', async () => {
    assert.deepEqual(await parseCnf({ kid: rsaName }), { key: { form: 'kid', thumbprint: rsaName } });
    assert.deepEqual(await parseCnf({ kid: rsaName, xms_ksl: 'sw' }), { key: { form: 'kid', thumbprint: rsaName } });
  });

  it('names a key by jkt (RFC 9449 section 6.1)', async () => {
    assert.deepEqual(await parseCnf({ jkt: ecName }), { key: { form: 'jkt', thumbprint: ecName } });
    assert.deepEqual(await parseCnf({ jkt: ecName, kid: ecName }), { key: { form: 'jkt', thumbprint: ecName } });
  });

  it('carries a whole key and names it by its thumbprint', async () => {
    assert.deepEqual(await parseCnf({ jwk: ec }), { key: { form: 'jwk', jwk: ec, thumbprint: ecName } });
    const labelled = { ...ec, kid: ecName };
    assert.deepEqual(await parseCnf({ jwk: labelled }), { key: { form: 'jwk', jwk: labelled, thumbprint: ecName } });
  });

  it('lets kid beside jwk repeat the thumbprint or the label of the key', async () => {
    const labelled = { ...rsa, kid: 'my key' };
    for (const cnf of [
      { jwk: labelled, kid: 'my key' },
      { jwk: labelled, kid: rsaName },
      { jwk: labelled, jkt: rsaName },
    ]) {
      assert.deepEqual(await parseCnf(cnf), { key: { form: 'jwk', jwk: labelled, thumbprint: rsaName } });
    }
  });

  it('names a certificate (RFC 8705 section 3.1), alone or beside a key', async () => {
    assert.deepEqual(await parseCnf({ 'x5t#S256': certificate }), { certificateThumbprint: certificate });
    assert.deepEqual(await parseCnf({ 'x5t#S256': certificate, kid: rsaName }), {
      key: { form: 'kid', thumbprint: rsaName },
      certificateThumbprint: certificate,
    });
  });
});

describe('cnf, refused: what could not be enforced', () => {
  for (const [what, cnf, code] of [
    ['nothing', {}, 'ERR_CNF_EMPTY'],
    ['a storage label alone', { xms_ksl: 'sw' }, 'ERR_CNF_EMPTY'],
    ['an unknown member', { tls_exporter: 'x' }, 'ERR_CNF_UNKNOWN_MEMBER'],
    ['an unknown member beside a known one', { kid: rsaName, osc: {} }, 'ERR_CNF_UNKNOWN_MEMBER'],
    ['jku (RFC 7800 section 3.5)', { jku: 'https://attacker.example/keys', kid: rsaName }, 'ERR_CNF_UNKNOWN_MEMBER'],
    ['jwe (RFC 7800 section 3.3)', { jwe: 'a.b.c.d.e' }, 'ERR_CNF_UNKNOWN_MEMBER'],
    ['x5t', { x5t: 'ofCk8thqTL9f411FbSacnox1tNo' }, 'ERR_CNF_UNKNOWN_MEMBER'],
    ['a member in another case', { KID: rsaName }, 'ERR_CNF_UNKNOWN_MEMBER'],
    ['__proto__ as a member', JSON.parse(`{"__proto__":{"kid":"${rsaName}"}}`), 'ERR_CNF_UNKNOWN_MEMBER'],
    ['kid that is only a label', { kid: 'my key' }, 'ERR_CNF_THUMBPRINT'],
    ['kid that is empty', { kid: '' }, 'ERR_CNF_THUMBPRINT'],
    ['kid of null', { kid: null }, 'ERR_CNF_THUMBPRINT'],
    ['kid in a list', { kid: [rsaName] }, 'ERR_CNF_THUMBPRINT'],
    ['kid with padding', { kid: `${rsaName}=` }, 'ERR_CNF_THUMBPRINT'],
    ['kid with spare bits', { kid: `${rsaName.slice(0, -1)}B` }, 'ERR_CNF_THUMBPRINT'],
    ['jkt malformed', { jkt: 'x' }, 'ERR_CNF_THUMBPRINT'],
    ['jkt malformed beside a good kid', { jkt: 7, kid: rsaName }, 'ERR_CNF_THUMBPRINT'],
    ['x5t#S256 malformed', { 'x5t#S256': certificate.slice(1) }, 'ERR_CNF_THUMBPRINT'],
    ['x5t#S256 malformed beside a good key', { 'x5t#S256': null, kid: rsaName }, 'ERR_CNF_THUMBPRINT'],
    ['x5t#S256 in hexadecimal', { 'x5t#S256': 'ab'.repeat(32) }, 'ERR_CNF_THUMBPRINT'],
    ['kid and jkt of two keys', { kid: rsaName, jkt: ecName }, 'ERR_CNF_CONTRADICTION'],
    ['jwk and kid of two keys', { jwk: rsa, kid: otherName }, 'ERR_CNF_CONTRADICTION'],
    ['jwk and a kid that is not its label', { jwk: { ...rsa, kid: 'a' }, kid: 'b' }, 'ERR_CNF_CONTRADICTION'],
    ['jwk and jkt of two keys', { jwk: rsa, jkt: otherName }, 'ERR_CNF_CONTRADICTION'],
    ['jwk and jkt that is only its label', { jwk: { ...rsa, kid: 'a' }, jkt: 'a' }, 'ERR_CNF_THUMBPRINT'],
    ['jwk whose kid is the thumbprint of another key', { jwk: { ...rsa, kid: otherName } }, 'ERR_CNF_CONTRADICTION'],
    ['jwk of null beside a good kid', { jwk: null, kid: rsaName }, 'ERR_JWK_NOT_OBJECT'],
    ['jwk as JSON text', { jwk: JSON.stringify(rsa) }, 'ERR_JWK_NOT_OBJECT'],
  ] as const) {
    it(`refuses ${what}`, async () => void (await refusedWith(code, () => parseCnf(cnf))));
  }

  for (const value of [undefined, null, [], [{ kid: rsaName }], rsaName, JSON.stringify({ kid: rsaName }), 1, true]) {
    it(`refuses ${JSON.stringify(value)?.slice(0, 14)}`, async () => {
      await refusedWith('ERR_CNF_NOT_OBJECT', () => parseCnf(value));
    });
  }

  for (const { what, jwk, code } of hostileJwks) {
    it(`refuses a jwk with ${what}`, async () => void (await refusedWith(code, () => parseCnf({ jwk }))));
  }
});
