import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAssertionCredential } from '../../src/client-auth/assertion-callback.ts';
import type { ClientAuthTarget } from '../../src/client-auth/client-credential.ts';
import { createSecretCredential } from '../../src/client-auth/client-secret.ts';
import { ClientAssertionMissing } from '../../src/errors/request-errors.ts';

const target: ClientAuthTarget = {
  clientId: 'c',
  tokenEndpoint: 'https://login.example/token',
  signal: new AbortController().signal,
};

test('a callback is told where it is going, for every request', async () => {
  const seen: ClientAuthTarget[] = [];
  const credential = createAssertionCredential((facts) => {
    seen.push(facts);
    return `assertion ${seen.length}`;
  });
  assert.equal((await credential(target))['client_assertion'], 'assertion 1');
  assert.equal((await credential(target))['client_assertion'], 'assertion 2');
  assert.deepEqual(seen, [target, target]);
});

test('a callback that gives nothing is an error before anything is sent', async () => {
  for (const value of ['', undefined, null, 1]) {
    await assert.rejects(createAssertionCredential(() => value as string)(target), ClientAssertionMissing);
  }
});

test('a secret travels in the body (RFC 6749 section 2.3.1)', async () => {
  assert.deepEqual(await createSecretCredential('s')(target), { client_secret: 's' });
});
