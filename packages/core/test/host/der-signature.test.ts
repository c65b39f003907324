import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { createDerWriter, derFromRaw } from '../../src/host/der-signature.ts';

const number = (hex: string): string => hex.padStart(64, '0');
const raw = (r: string, s: string): Uint8Array => Buffer.from(number(r) + number(s), 'hex');
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// RFC 3279 section 2.2.3 and X.690 section 8.3: integers are signed, and as short as they can be.
const cases: readonly (readonly [raw: Uint8Array, der: string])[] = [
  [raw('1', '7f'), '300602010102017f'],
  [raw('80', 'ff'), '3008020200800202 00ff'.replace(' ', '')],
  [raw('0', '0'), '3006020100020100'],
  [raw('80'.padEnd(64, '0'), '1'), `302602210080${'00'.repeat(31)}020101`],
  [
    raw('7f'.padEnd(64, '0'), 'ff'.repeat(32)),
    `3045 0220 7f${'00'.repeat(31)} 0221 00${'ff'.repeat(32)}`.replaceAll(' ', ''),
  ],
  [raw('ff'.repeat(32), 'ff'.repeat(32)), `30460221 00${'ff'.repeat(32)}022100${'ff'.repeat(32)}`.replace(' ', '')],
];

test('r and s become DER integers, whatever they begin with', () => {
  for (const [given, der] of cases) assert.equal(hexOf(derFromRaw(given)), der);
});

test('one writer, long and short ones in turn: nothing is left of the one before', () => {
  const write = createDerWriter();
  for (const [given, der] of [...cases, ...cases.toReversed(), ...cases]) assert.equal(hexOf(write(given)), der);
});

test('OpenSSL takes what it signed itself, a thousand times', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const write = createDerWriter();
  for (let index = 0; index < 1000; index += 1) {
    const data = Buffer.from(String(index));
    const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    assert.ok(verify('sha256', data, publicKey, write(signature)), hexOf(signature));
  }
});
