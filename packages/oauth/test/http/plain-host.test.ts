import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPlainHost } from '../../src/http/plain-host.ts';

test('a plain host is a name in ASCII or an address, as a URL writes it', () => {
  for (const address of ['https://api.example', 'https://a_b.example:8443', 'https://bücher.example', 'https://127.1'])
    assert.equal(isPlainHost(new URL(address).hostname), true, address);
  assert.equal(isPlainHost(new URL('https://[::ffff:127.0.0.1]:8443').hostname), true);
});

test('what runtimes read differently is no plain host', () => {
  for (const hostname of [
    '',
    '*',
    '*.example',
    '%2A.example',
    'a%20b',
    'a b',
    'a,b',
    'a"b',
    'A.example',
    '[::1',
    'a\n',
  ])
    assert.equal(isPlainHost(hostname), false, hostname);
});
