import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { rawFromDer } from '../../src/keys/ecdsa-signature.ts';

test('short, ordinary and sign-padded numbers become 32 bytes each (RFC 7518 section 3.4)', () => {
  const r = new Uint8Array(32).fill(0x7f);
  const high = new Uint8Array(32).fill(0x80);
  const der = Uint8Array.from([0x30, 0x45, 0x02, 0x20, ...r, 0x02, 0x21, 0x00, ...high]);
  assert.deepEqual(rawFromDer(der), Uint8Array.from([...r, ...high]));
  const short = Uint8Array.from([0x30, 0x07, 0x02, 0x01, 0x05, 0x02, 0x02, 0x01, 0x02]);
  const raw = rawFromDer(short);
  assert.deepEqual([raw.length, raw[31], raw[62], raw[63]], [64, 5, 1, 2]);
});

test('Node verifies what came out, for a thousand signatures', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (let index = 0; index < 1000; index += 1) {
    const data = Buffer.from(`message ${index}`);
    const raw = rawFromDer(sign('sha256', data, privateKey));
    assert.ok(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw));
  }
});
