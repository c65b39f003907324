import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { suite, test } from 'node:test';
import {
  decodeSignedHttpRequest,
  generateSigningKey,
  importVerificationKey,
  type KeyConfirmation,
} from '@holdfast/core';
import { createShrMemory, type ShrMemory } from '@holdfast/core/shr-memory';
import { collectGarbage } from '@holdfast/testing';

const { jwk, thumbprint } = await generateSigningKey();
const proved = {
  confirmation: { form: 'kid', thumbprint } satisfies KeyConfirmation,
  key: await importVerificationKey(jwk, 'ES256'),
};
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

// A text of its own for each proof, as one that came over the wire is.
function write(padding: number): string {
  const header = part({ typ: 'pop', kid: randomBytes(32).toString('base64url'), alg: 'ES256' });
  const at = `eyJ.${'t'.repeat(900)}.${randomBytes(64).toString('base64url')}`;
  const payload = part({ at, ts: 1, pad: 'p'.repeat(padding), cnf: { jwk } });
  return Buffer.from(`${header}.${payload}.${part({})}`).toString('latin1');
}

// None is given up, or what it gave back would be counted for the next.
const memories: ShrMemory[] = [];

function bytesOfEach(padding: number): number {
  const memory = createShrMemory();
  memories.push(memory);
  const count = 2000;
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < count; index += 1) memory.keep(decodeSignedHttpRequest(write(padding)).jws, proved);
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  return bytes;
}

suite('what a remembered proof takes', () => {
  test('the parts that are remembered do not hold the whole proof, which its client may have padded', () => {
    bytesOfEach(0);
    const [plain, padded] = [bytesOfEach(0), bytesOfEach(3000)];
    assert.equal(memories.length, 3);
    assert.ok(plain > 2000, `${Math.round(plain)} bytes: nothing was remembered`);
    assert.ok(padded < plain + 1000, `${Math.round(plain)} bytes, padded ${Math.round(padded)}`);
  });
});
