import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isForeignHeader } from '../../src/http/foreign-headers.ts';

test('what pages and proxies send is foreign, and what Node, curl and SDKs send is not', () => {
  const foreign = [
    'origin',
    'sec-fetch-site',
    'sec-fetch-dest',
    'sec-fetch-user',
    'sec-fetch-',
    'sec-fetch-mode-x',
    'via',
    'forwarded',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-',
  ];
  const own = [
    'host',
    'accept',
    'user-agent',
    'metadata',
    'secret',
    'x-identity-header',
    'sec-fetch-mode',
    'x-origin',
    'originator',
    'viable',
    'x-forwarded',
    'content-length',
    '',
  ];
  assert.deepEqual([...foreign, ...own].filter(isForeignHeader), foreign);
});
