import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '@holdfast/core';
import { readErrorCodes } from '../../src/http/read-error-codes.ts';

const rows: readonly (readonly [
  codes: JsonValue | undefined,
  description: string | undefined,
  read: readonly number[],
])[] = [
  [[1000613], 'AADSTS1000613: text', [1000613]],
  [['1000613'], undefined, [1000613]],
  ['[500011]', undefined, [500011]],
  ['["500011", 50000]', undefined, [500011, 50000]],
  [[7000218, 1000613], undefined, [7000218, 1000613]],
  [undefined, 'AADSTS700016: text', [700016]],
  [undefined, 'text AADSTS700016', []],
  [[], undefined, []],
  [['not a code', null, -1, 1.5, {}], undefined, []],
  ['500011', undefined, []],
  ['[500011', undefined, []],
  [
    Array.from({ length: 20 }, (_, index) => 50_000 + index),
    undefined,
    Array.from({ length: 10 }, (_, index) => 50_000 + index),
  ],
];

for (const [error_codes, error_description, read] of rows) {
  test(`codes ${JSON.stringify(error_codes)?.slice(0, 40)} and the description ${error_description}: ${read.join()}`, () => {
    const body = {
      ...(error_codes === undefined ? {} : { error_codes }),
      ...(error_description === undefined ? {} : { error_description }),
    };
    assert.deepEqual(readErrorCodes(body), read);
  });
}
