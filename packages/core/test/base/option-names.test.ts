import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOptionNames } from '../../src/base/option-names.ts';

const known: ReadonlySet<string> = new Set(['timeoutMs', 'origins']);

// As members: not every runtime that runs this compares with an error that was made here.
const saying = (message: string) => ({ name: 'TypeError', message });

test('known names pass, whatever they hold', () => {
  for (const options of [{}, { timeoutMs: undefined }, { origins: [], timeoutMs: 'x' }])
    checkOptionNames(options, known);
});

test('an unknown name is said, and whose it is', () => {
  const wrong = { origins: [], timoutMs: 5 };
  assert.throws(() => checkOptionNames(wrong, known), saying('unknown option: timoutMs'));
  assert.throws(() => checkOptionNames(wrong, known, 'cache'), saying('unknown option in cache: timoutMs'));
  assert.throws(() => checkOptionNames({ TimeoutMs: 5 }, known), saying('unknown option: TimeoutMs'));
  assert.throws(() => checkOptionNames({ clientID: 5 }, known), saying('unknown option: clientID'));
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
    assert.throws(() => checkOptionNames({ [value]: 1 }, known), saying('unknown option'));
  }
});

test('what is no object has no options', () => {
  for (const value of [undefined, null, 'text', 7]) {
    assert.throws(() => checkOptionNames(value, known), saying('the options must be an object'));
    assert.throws(() => checkOptionNames(value, known, 'cache'), saying('cache must be an object'));
  }
});
