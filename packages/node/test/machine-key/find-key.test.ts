import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ck } from '../../src/machine-key/cryptoki.ts';
import { checkEngineEnvironment } from '../../src/machine-key/engine-environment.ts';
import { findKey } from '../../src/machine-key/find-key.ts';
import { loadCryptoki } from '../../src/machine-key/load-cryptoki.ts';
import { openToken } from '../../src/machine-key/open-token.ts';
import { createPkcs11SigningKey } from '../../src/machine-key/pkcs11-signing-key.ts';
import { openScripted, returning, scriptCryptoki } from '../errors/scripted-cryptoki.ts';

// What a real token does not do to order; the others are in pkcs11-key.test.ts.
const { attributes } = ck;
const place = { token: 'label', serialNumber: undefined, object: 'mi', id: undefined };
const no = Buffer.from([0]);
const yes = Buffer.from([1]);

describe('a token that answers oddly', () => {
  it('keeps a key only when it says that it does', () => {
    const exposed = { code: 'ERR_PKCS11_KEY_EXPOSED' };
    findKey(openScripted(), place);
    assert.throws(() => findKey(openScripted({}, { [attributes.extractable]: yes }), place), exposed);
    assert.throws(() => findKey(openScripted({}, { [attributes.extractable]: undefined }), place), exposed);
    assert.throws(() => findKey(openScripted({}, { [attributes.sensitive]: no }), place), exposed);
    assert.throws(() => findKey(openScripted({}, { [attributes.sensitive]: undefined }), place), exposed);
  });

  it('has one key of a name, or none', () => {
    for (const found of [[], [yes, yes]]) {
      const find = () => findKey(openScripted({ C_FindObjects: () => found }), place);
      assert.throws(find, { code: 'ERR_PKCS11_KEY_MISSING' });
    }
  });

  it('was never left by a key that says so in both ways', () => {
    const { neverExtractable, alwaysSensitive } = attributes;
    const find = (never: Buffer | undefined, always: Buffer | undefined) =>
      findKey(openScripted({}, { [neverExtractable]: never, [alwaysSensitive]: always }), place).wasNeverOutside;
    assert.equal(find(yes, yes), true);
    for (const [never, always] of [
      [yes, no],
      [no, yes],
      [yes, undefined],
      [undefined, yes],
    ]) {
      assert.equal(find(never, always), false);
    }
  });

  it('must not ask for its PIN at each signature', () => {
    const find = () => findKey(openScripted({}, { [attributes.alwaysAuthenticate]: yes }), place);
    assert.throws(find, { code: 'ERR_PKCS11_KEY_TYPE' });
  });

  it('may show the public half at the public key only', () => {
    const holders: Buffer[] = [];
    const { modulus } = attributes;
    const usual = scriptCryptoki();
    const token = openScripted({
      C_FindObjects: () => [holders.length === 0 ? Buffer.from('private') : Buffer.from('public')],
      C_GetAttributeValue(session, object, template) {
        holders.push(object);
        const isPrivate = object.toString() === 'private';
        return isPrivate && template[0]?.type === modulus ? [] : usual.C_GetAttributeValue(session, object, template);
      },
    });
    assert.equal(findKey(token, place).jwk.kty, 'RSA');
  });

  it('must sign with the key whose public half it shows', async () => {
    const token = openScripted();
    const mechanism = { type: ck.mechanisms.rsaPss, isInHardware: true };
    const made = createPkcs11SigningKey({ token, key: findKey(token, place), mechanism });
    await assert.rejects(made, { code: 'ERR_PKCS11_KEY_MISMATCH' });
  });

  it('is left again when the PIN is wrong', async () => {
    let closed = 0;
    const cryptoki = scriptCryptoki({
      C_GetTokenInfo: () => ({ label: 'label\0 ', serialNumber: '1 ', flags: ck.flags.loginRequired }),
      C_Login: returning(0xa0),
      C_CloseSession: () => {
        closed += 1;
      },
    });
    await assert.rejects(
      openToken(cryptoki, place, async () => '1234'),
      { code: 'ERR_PKCS11_PIN' },
    );
    assert.equal(closed, 1);
  });

  it('may be open already, by another part of the program', async () => {
    const already = 'throw Object.assign(new Error("CKR"), { code: 0x191 })';
    const body = `export class PKCS11 { load() {} C_Initialize() { ${already}; } }`;
    await loadCryptoki('/module.so', `data:text/javascript,${encodeURIComponent(body)}`);
  });
});

describe('checkEngineEnvironment', () => {
  it('refuses to have the engine look in another module than the one that was logged in to', () => {
    process.env['PKCS11_MODULE_PATH'] = '/usr/lib/one.so';
    checkEngineEnvironment('/usr/lib/one.so');
    assert.throws(() => checkEngineEnvironment('/usr/lib/other.so'), { code: 'ERR_PKCS11_ENGINE' });
    delete process.env['PKCS11_MODULE_PATH'];
    assert.throws(() => checkEngineEnvironment('/usr/lib/one.so'), { code: 'ERR_PKCS11_ENGINE' });
  });
});
