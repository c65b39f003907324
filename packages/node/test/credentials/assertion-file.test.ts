import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createFakeClock } from '@holdfast/testing';
import { readAssertionFile } from '../../src/credentials/assertion-file.ts';
import { refusalOf } from '../certificate/refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-assertion-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'token');
const clock = createFakeClock(1_800_000_000_000);
const part = (text: string) => Buffer.from(text).toString('base64url');

test('a JWT is given as it stands, without the line end around it', async () => {
  const assertion = `${part('{}')}.${part('{"exp":1800000001}')}.c2ln`;
  writeFileSync(path, `\n${assertion}\r\n`);
  assert.equal(await readAssertionFile(path, clock), assertion);
});

test('an expired one is refused in its last second', async () => {
  writeFileSync(path, `${part('{}')}.${part('{"exp":1800000000}')}.c2ln`);
  assert.equal((await refusalOf(readAssertionFile(path, clock))).code, 'ERR_CREDENTIAL_ASSERTION_EXPIRED');
});

test('what is no JWT with an expiry is refused', async () => {
  for (const text of [
    '',
    'CANARY',
    'a.b.c',
    `a.${part('{}')}.c`,
    `a.${part('{"exp":"9"}')}.c`,
    `a.${part('{"exp":9}')}.c.d`,
  ]) {
    writeFileSync(path, text);
    assert.equal((await refusalOf(readAssertionFile(path, clock))).code, 'ERR_CREDENTIAL_ASSERTION', text);
  }
});

test('a file that cannot be read is told by the code of the system, not by its path', async () => {
  const refused = await refusalOf(readAssertionFile(join(folder, 'CANARY'), clock));
  assert.equal(refused.code, 'ERR_CREDENTIAL_ASSERTION_FILE');
  assert.match(refused.message, /ENOENT/);
});
