import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOptionNames } from '../../src/base/option-names.ts';

const known: ReadonlySet<string> = new Set(['timeoutMs', 'origins']);

test('known names pass, whatever they hold', () => {
  for (const options of [{}, { timeoutMs: undefined }, { origins: [], timeoutMs: 'x' }])
    checkOptionNames(options, known);
});

test('an unknown name is said, and whose it is', () => {
  const wrong = { origins: [], timoutMs: 5 };
  assert.throws(() => checkOptionNames(wrong, known), new TypeError('unknown option: timoutMs'));
  assert.throws(() => checkOptionNames(wrong, known, 'cache'), new TypeError('unknown option in cache: timoutMs'));
  assert.throws(() => checkOptionNames({ TimeoutMs: 5 }, known), new TypeError('unknown option: TimeoutMs'));
  assert.throws(() => checkOptionNames({ clientID: 5 }, known), new TypeError('unknown option: clientID'));
  assert.throws(() => checkOptionNames({ __proto__: null, constructor: 1 }, known), /unknown option: constructor/);
});

test('what stands in the place of a name and does not look like one is not repeated', () => {
  for (const value of [
    'eyJhbGciOiJFUzI1NiJ9.e30.c2ln',
    '6f1ed002ab5595859014ebf0951522d9',
    'Q~abcDEFghiJKLmnoPQRstuVWXyzABCDEF',
    'client-secret',
    'CANARY',
    'kJhQwErTyUiOpAsDfG',
    'a'.repeat(33),
    'https://sts.example/tenant',
    'line\nbreak',
    '',
    '0',
  ]) {
    assert.throws(() => checkOptionNames({ [value]: 1 }, known), new TypeError('unknown option'));
  }
});

test('what is no object has no options', () => {
  for (const value of [undefined, null, 'text', 7]) {
    assert.throws(() => checkOptionNames(value, known), new TypeError('the options must be an object'));
    assert.throws(() => checkOptionNames(value, known, 'cache'), new TypeError('cache must be an object'));
  }
});
