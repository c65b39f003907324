import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeClock, createGate, settle } from '@holdfast/testing';
import { createBackgroundRenewal } from '../../src/managed-identity-certificate/background-renewal.ts';
import type { IdentityCertificate } from '../../src/managed-identity-certificate/identity-certificate.ts';

const start = 1_700_000_000;

/** A certificate as far as its renewal looks at it. */
function heldCertificate(notBefore: number): IdentityCertificate {
  return { certificate: { notBefore, notAfter: notBefore + 7 * 86_400 }, isKept: true } as IdentityCertificate;
}

test('however many ask while it lasts, one renewal is on its way', async () => {
  const clock = createFakeClock(start * 1000);
  const old = heldCertificate(start - 5 * 86_400);
  const gate = createGate();
  let asked = 0;
  const begin = createBackgroundRenewal({
    clock,
    emit: () => undefined,
    renew: async () => {
      asked += 1;
      await gate.opened;
      return heldCertificate(start);
    },
  });
  for (let caller = 0; caller < 5; caller += 1) begin(old);
  await settle();
  assert.equal(asked, 1);
  gate.open();
  await settle();
  // What came back is another one and is kept, so whoever still holds the old one may ask at once.
  begin(old);
  assert.equal(asked, 2);
});
