import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../fixture/under-another-promise.ts', import.meta.url));

test('what the validator gives itself is waited for where a library has put a class of its own in the place of Promise', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--conditions=source', program], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  assert.deepEqual([status, stderr], [0, '']);
  assert.deepEqual(Object.fromEntries(JSON.parse(stdout)), {
    'a certificate-bound token as Bearer': 'ERR_CERTIFICATE_MISSING',
    'a certificate-bound token as mtls_pop, without a certificate': 'ERR_CERTIFICATE_MISSING',
    'a token that its issuer did not sign': 'ERR_TOKEN_SIGNATURE',
    'an honest one': 'accepted',
    'another honest one': 'accepted',
    'a copy': 'ERR_REPLAY_REPEATED',
    'a proof by a thief': 'ERR_SHR_KEY_MISMATCH',
    'a header as it was signed': 'accepted',
    'a header that was altered': 'ERR_SHR_HEADERS',
    'the last honest one': 'accepted',
    'a certificate-bound token as Bearer, again': 'ERR_CERTIFICATE_MISSING',
    'a certificate-bound token as mtls_pop, without a certificate, again': 'ERR_CERTIFICATE_MISSING',
    'a token that its issuer did not sign, again': 'ERR_TOKEN_SIGNATURE',
  });
});
