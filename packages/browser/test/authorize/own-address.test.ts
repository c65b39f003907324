import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOwnAddress } from '../../src/authorize/own-address.ts';

const here = 'https://app.example/start?a=1#b';

test('an address of the origin of the page is given whole', () => {
  const own: [string, string][] = [
    ['/orders?page=2#row', 'https://app.example/orders?page=2#row'],
    ['#row', 'https://app.example/start?a=1#row'],
    ['https://app.example/', 'https://app.example/'],
    ['https://APP.example:443/x', 'https://app.example/x'],
    // As a path alone it would be another host.
    ['https://app.example//thief.example/', 'https://app.example//thief.example/'],
  ];
  for (const [address, whole] of own) assert.equal(readOwnAddress(address, here), whole);
});

test('an open redirect is not possible: no other origin', () => {
  const others = [
    'https://thief.example/',
    '//thief.example/',
    '\\\\thief.example/',
    '/\\thief.example/',
    '/\t/thief.example/',
    'http://app.example/',
    'https://app.example:444/',
    'https://app.example.thief.example/',
    'https://app.example@thief.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://app.example/8e1f9a0e-0000-4000-8000-5f2d3c4b5a69',
    'about:blank',
    'https://',
  ];
  for (const address of others) assert.equal(readOwnAddress(address, here), undefined, address);
  for (const value of [undefined, null, 7, { toString: () => '/x' }])
    assert.equal(readOwnAddress(value, here), undefined);
});
