import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SchemeUnknown } from '../../src/errors/scheme-errors.ts';
import { parseSchemeName } from '../../src/scheme/scheme-name.ts';

const spellings = {
  bearer: ['bearer', 'Bearer', 'BEARER'],
  pop: ['pop', 'Pop', 'PoP', 'POP'],
  mtls_pop: ['mtls_pop', 'MTLS_POP', 'mtls-pop', 'Mtls-Pop'],
  dpop: ['dpop', 'DPoP'],
};

test('one vocabulary, in any letter case and with the aliases in use', () => {
  for (const [name, inputs] of Object.entries(spellings)) {
    for (const input of inputs) assert.equal(parseSchemeName(input), name);
  }
});

test('everything else is an error, never bearer', () => {
  const others = [
    '',
    ' pop',
    'pop ',
    'shr',
    'bearer,pop',
    'p\u043Ep',
    'mtls--pop',
    'mtls_pop\n',
    null,
    undefined,
    1,
    true,
    ['pop'],
    {},
  ];
  for (const other of others) assert.throws(() => parseSchemeName(other), SchemeUnknown);
});
