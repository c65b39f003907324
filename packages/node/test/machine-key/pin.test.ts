import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { softTokenMissing } from '@holdfast/testing';
import type { Cryptoki, Handle } from '../../src/machine-key/cryptoki.ts';
import { createPinAttempts } from '../../src/machine-key/pin-attempts.ts';
import { openSoftToken } from './soft-token.ts';

const token = openSoftToken();
const found = token as NonNullable<typeof token>;

/** In this process: the library of the token remembers what it read of it. */
function changePin(pin: string): void {
  const { PKCS11 } = createRequire(import.meta.url)('pkcs11js') as { readonly PKCS11: new () => SecurityOfficer };
  const library = new PKCS11();
  library.load(found.module);
  const slot = library.C_GetSlotList(true).find((each) => library.C_GetTokenInfo(each).label.trimEnd() === found.label);
  const session = library.C_OpenSession(slot ?? assert.fail(), 6);
  library.C_Login(session, 0, found.soPin);
  library.C_InitPIN(session, pin);
  library.C_Logout(session);
  library.C_CloseSession(session);
}

interface SecurityOfficer extends Cryptoki {
  C_InitPIN(session: Handle, pin: string): void;
  C_Logout(session: Handle): void;
}

describe('the PIN of a token', { skip: softTokenMissing }, () => {
  // First of all, since the login is the whole process's: afterwards no PIN is asked for.
  it('is not tried a second time once it was refused, right as it may have become', async () => {
    let pin = 'wrong-pin';
    const provider = found.open({ pin: async () => pin });
    await assert.rejects(provider.current(), { code: 'ERR_PKCS11_PIN' });
    changePin('wrong-pin');
    await assert.rejects(provider.current(), { code: 'ERR_PKCS11_PIN', message: /refused before/ });
    changePin('good-pin');
    pin = 'good-pin';
    assert.equal((await provider.current()).strength, 'InMemory');
    await provider.close();
  });

  it('does not hide why it could not be read', async () => {
    const failure = new Error('vault');
    const provider = found.open({ pin: () => Promise.reject(failure) });
    await assert.rejects(provider.current(), failure);
  });
});

describe('createPinAttempts', () => {
  it('gives the PIN again and again until it is refused', async () => {
    const { next, refused } = createPinAttempts(() => '1234');
    assert.deepEqual([await next(), await next()], ['1234', '1234']);
    refused();
    await assert.rejects(next(), { code: 'ERR_PKCS11_PIN' });
    await assert.rejects(next(), { code: 'ERR_PKCS11_PIN' });
  });

  it('refuses what is no PIN', async () => {
    for (const wrong of ['', 7, undefined]) {
      await assert.rejects(createPinAttempts(() => wrong as string).next(), { code: 'ERR_PKCS11_PIN' });
    }
  });
});
