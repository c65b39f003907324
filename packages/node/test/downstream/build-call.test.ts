import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildCall } from '../../src/downstream/build-call.ts';

test('a hook that keeps the headers cannot write to them once they were checked', async () => {
  let kept: Record<string, string> = {};
  const call = await buildCall({
    method: 'GET',
    href: 'https://api.example/v1/orders',
    input: undefined,
    options: {
      customizeHttpRequest({ headers }) {
        headers['x-request'] = 'r1';
        kept = headers;
      },
    },
  });
  kept['Authorization'] = 'Bearer x';
  kept['host'] = 'evil.example';
  assert.deepEqual(call.headers, { accept: 'application/json', 'x-request': 'r1' });
  assert.throws(() => Object.assign(call.headers, { host: 'evil.example' }), TypeError);
});
