import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { MachineKeyProvider, MachineKeyUnusable } from '@holdfast/node/machine-key';
import { machineKeyProviderContract, signingKeyContract, softTokenMissing } from '@holdfast/testing';
import { type Cryptoki, ck } from '../../src/machine-key/cryptoki.ts';
import { findKey } from '../../src/machine-key/find-key.ts';
import { loadCryptoki } from '../../src/machine-key/load-cryptoki.ts';
import { openToken } from '../../src/machine-key/open-token.ts';
import { createPkcs11SigningKey } from '../../src/machine-key/pkcs11-signing-key.ts';
import { openSoftToken } from './soft-token.ts';

const token = openSoftToken();
const found = token as NonNullable<typeof token>;
const refusal = async (provider: MachineKeyProvider): Promise<string> => {
  const error = await provider.current().then(
    () => assert.fail('a key'),
    (refused: { readonly code: string; readonly meaning: string }) => refused,
  );
  await provider.close();
  return `${error.code} ${/\((.*)\)$/.exec(error.meaning)?.[1] ?? ''}`.trim();
};

if (token !== undefined) {
  machineKeyProviderContract('PKCS#11', () => token.open(), { strength: 'InMemory', secrets: [token.pin] });
  signingKeyContract('PKCS#11', async () => (await token.open().current()).signingKey, { secrets: [token.pin] });
}

describe('createPkcs11KeyProvider', { skip: softTokenMissing }, () => {
  it('finds the key by its label, by its id, and by both', async () => {
    const keys = [found.open(), found.open({ object: undefined, id: '01' }), found.open({ id: '01' })];
    const ids = await Promise.all(keys.map(async (provider) => (await provider.current()).keyId));
    assert.equal(new Set(ids).size, 1);
  });

  it('says Hardware when the operator does, and only then', async () => {
    assert.equal((await found.open({ isHardware: true }).current()).strength, 'Hardware');
    assert.equal((await found.open({ isHardware: false }).current()).strength, 'InMemory');
  });

  it('refuses a token, a key and a serial number that are not there', async () => {
    assert.equal(await refusal(found.open({ token: 'another' })), 'ERR_PKCS11_TOKEN none');
    assert.equal(await refusal(found.open({ serialNumber: '0' })), 'ERR_PKCS11_TOKEN none');
    assert.equal(await refusal(found.open({ object: 'another' })), 'ERR_PKCS11_KEY_MISSING none');
    assert.equal(await refusal(found.open({ id: '99' })), 'ERR_PKCS11_KEY_MISSING none');
  });

  it('refuses a name that two keys have', async () => {
    found.makeKey('twice', { id: '21' });
    found.makeKey('twice', { id: '22' });
    assert.equal(await refusal(found.open({ object: 'twice' })), 'ERR_PKCS11_KEY_MISSING several');
    assert.equal((await found.open({ object: 'twice', id: '22' }).current()).strength, 'InMemory');
  });

  it('refuses keys that could be read out of the token', async () => {
    const { extractable, sensitive } = ck.attributes;
    found.makeKey('extractable', { id: '31', attributes: { [extractable]: true } });
    found.makeKey('plain', { id: '32', attributes: { [sensitive]: false } });
    assert.equal(await refusal(found.open({ object: 'extractable' })), 'ERR_PKCS11_KEY_EXPOSED extractable');
    assert.equal(await refusal(found.open({ object: 'plain' })), 'ERR_PKCS11_KEY_EXPOSED not sensitive');
  });

  it('refuses keys that are no RSA keys, are weak, or do not sign', async () => {
    found.makeKey('curve', { id: '41', kind: 'ec' });
    found.makeKey('weak', { id: '42', bits: 1024 });
    found.makeKey('mute', { id: '43', attributes: { [ck.attributes.sign]: false } });
    assert.equal(await refusal(found.open({ object: 'curve' })), 'ERR_PKCS11_KEY_TYPE not RSA');
    assert.match(await refusal(found.open({ object: 'weak' })), /^ERR_JWK_WEAK/);
    assert.equal(await refusal(found.open({ object: 'mute' })), 'ERR_PKCS11_KEY_TYPE not for signatures');
  });

  it('signs with either mechanism of the token', async () => {
    const place = { token: found.label, serialNumber: undefined, object: 'mi; 1', id: undefined };
    const opened = await openToken(await loadCryptoki(found.module), place, async () => found.pin);
    const key = findKey(opened, place);
    for (const type of [ck.mechanisms.rsaPss, ck.mechanisms.sha256RsaPss]) {
      const mechanism = { type, isInHardware: false };
      // Made only when its probe was verified.
      await createPkcs11SigningKey({ token: opened, key, mechanism });
    }
    opened.close();
  });

  it('refuses halves that do not belong to each other', async () => {
    found.makeKey('other', { id: '51' });
    const place = { token: found.label, serialNumber: undefined, object: 'mi; 1', id: undefined };
    const opened = await openToken(await loadCryptoki(found.module), place, async () => found.pin);
    const key = findKey(opened, place);
    const { jwk } = findKey(opened, { ...place, object: 'other' });
    const mechanism = { type: ck.mechanisms.rsaPss, isInHardware: false };
    const made = createPkcs11SigningKey({ token: opened, key: { ...key, jwk }, mechanism });
    await assert.rejects(made, { code: 'ERR_PKCS11_KEY_MISMATCH' });
    opened.close();
  });

  it('knows an imported key by its past', async () => {
    found.makeKey('imported', { id: '61', isImported: true });
    const place = { token: found.label, serialNumber: undefined, object: 'imported', id: undefined };
    const opened = await openToken(await loadCryptoki(found.module), place, async () => found.pin);
    assert.equal(findKey(opened, place).wasNeverOutside, false);
    assert.equal(findKey(opened, { ...place, object: 'mi; 1' }).wasNeverOutside, true);
    opened.close();
  });

  it('fails, and does not ask anybody, once the token was lost', async () => {
    const provider = found.open();
    const { signingKey } = await provider.current();
    const { PKCS11 } = createRequire(import.meta.url)('pkcs11js') as { readonly PKCS11: new () => Cryptoki };
    const another = new PKCS11() as Cryptoki & { C_CloseAllSessions(slot: Buffer): void };
    another.load(found.module);
    for (const slot of another.C_GetSlotList(true)) another.C_CloseAllSessions(slot);
    assert.throws(
      () => signingKey.sign(new Uint8Array(1)),
      ({ code, cause }: { code: string; cause: MachineKeyUnusable }) => {
        return code === 'ERR_KEY_UNUSABLE' && cause.code === 'ERR_PKCS11_FAILED';
      },
    );
    await provider.close();
  });

  it('refuses to have the engine look in another module', async () => {
    process.env['PKCS11_MODULE_PATH'] = '/usr/lib/another.so';
    const refused = await refusal(found.open());
    process.env['PKCS11_MODULE_PATH'] = found.module;
    assert.equal(refused, 'ERR_PKCS11_ENGINE PKCS11_MODULE_PATH does not name the module');
  });
});
