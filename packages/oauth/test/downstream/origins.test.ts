import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeTransport } from '@holdfast/testing';
import { createBoundFetch } from '../../src/downstream/bound-fetch.ts';
import { dangerouslyAllowLoopbackHttp, parseOrigins } from '../../src/downstream/origins.ts';
import { createBench, scopes } from '../sts/make-client.ts';

test('origins are https origins and nothing more', () => {
  assert.deepEqual(
    [...parseOrigins(['https://api.example', 'https://API.example:8490/'], false)],
    ['https://api.example', 'https://api.example:8490'],
  );
  const others = [
    'http://api.example',
    'http://localhost:8490',
    'https://api.example/orders',
    'https://u@api.example',
    'https://*.example',
    'https://%2a.example',
    'https://a b',
    'https://api,example',
    '*',
    '',
    'api.example',
  ];
  for (const origin of others) assert.throws(() => parseOrigins([origin], false), TypeError, origin);
  assert.throws(() => parseOrigins([], false), TypeError);
  assert.throws(() => parseOrigins('https://api.example' as unknown as string[], false), TypeError);
});

test('http is for loopback only, by an option that looks dangerous and is announced', async () => {
  const { client } = createBench();
  const events: unknown[] = [];
  const transport = createFakeTransport({ '*': {} });
  const options = { client, scopes, transport, events: (event: unknown) => events.push(event) };
  const boundFetch = createBoundFetch({
    ...options,
    origins: ['http://localhost:8490'],
    [dangerouslyAllowLoopbackHttp]: true,
  });
  assert.deepEqual(events, [{ name: 'option.dangerous', option: 'dangerouslyAllowLoopbackHttp' }]);
  assert.equal((await boundFetch('http://localhost:8490/orders')).status, 200);
  for (const origin of ['http://api.example', 'http://localhost.evil.example', 'http://10.0.0.1']) {
    assert.throws(
      () => createBoundFetch({ ...options, origins: [origin], [dangerouslyAllowLoopbackHttp]: true }),
      TypeError,
    );
  }
  assert.throws(() => createBoundFetch({ ...options, origins: ['http://localhost:8490'] }), TypeError);
});
