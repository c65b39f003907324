import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkKeyStrength, isKeyStrength, type KeyStrength } from '@holdfast/node/machine-key';
import { type Cryptoki, ck } from '../../src/machine-key/cryptoki.ts';
import { decideStrength } from '../../src/machine-key/token-strength.ts';

const strengths: readonly KeyStrength[] = ['InMemory', 'Hardware', 'KeyGuard'];

describe('checkKeyStrength', () => {
  for (const [has, strength] of strengths.entries()) {
    for (const [needs, minStrength] of strengths.entries()) {
      it(`${has >= needs ? 'takes' : 'refuses'} ${strength} where ${minStrength} is asked for`, () => {
        const check = () => checkKeyStrength(strength, minStrength);
        if (has >= needs) check();
        else assert.throws(check, { code: 'ERR_MACHINE_KEY_STRENGTH', message: new RegExp(`\\(${strength}\\)`) });
      });
    }
  }

  it('refuses what is no strength, on either side', () => {
    for (const wrong of ['', 'inmemory', 'toString', '__proto__', undefined] as unknown as KeyStrength[]) {
      assert.throws(() => checkKeyStrength(wrong, 'InMemory'), { code: 'ERR_MACHINE_KEY_STRENGTH' });
      assert.throws(() => checkKeyStrength('KeyGuard', wrong), { code: 'ERR_MACHINE_KEY_STRENGTH' });
      assert.equal(isKeyStrength(wrong), false);
    }
  });
});

describe('decideStrength', () => {
  const rows: readonly [slot: boolean, mechanism: boolean, key: boolean, said: boolean | undefined, KeyStrength][] = [
    [true, true, true, undefined, 'Hardware'],
    [false, true, true, undefined, 'InMemory'],
    [true, false, true, undefined, 'InMemory'],
    [true, true, false, undefined, 'InMemory'],
    [false, false, false, undefined, 'InMemory'],
    [false, false, false, true, 'Hardware'],
    [true, true, true, false, 'InMemory'],
  ];
  it('says Hardware when slot, mechanism and key all say it, or else the operator', () => {
    for (const [slot, mechanism, key, said, expected] of rows) {
      const cryptoki = { C_GetSlotInfo: () => ({ flags: slot ? ck.flags.hardwareSlot : 1 }) };
      const strength = decideStrength({
        token: { cryptoki: cryptoki as unknown as Cryptoki, slot: Buffer.alloc(8) },
        key: { wasNeverOutside: key },
        mechanism: { type: ck.mechanisms.rsaPss, isInHardware: mechanism },
        isHardware: said,
      });
      assert.equal(strength, expected, `slot ${slot}, mechanism ${mechanism}, key ${key}, operator ${said}`);
    }
  });
});
