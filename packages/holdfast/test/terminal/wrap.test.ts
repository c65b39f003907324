import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit } from '../../src/terminal/wrap.ts';

const stream = (shape: { readonly isTTY: boolean; readonly columns: number }): NodeJS.WriteStream =>
  Object.assign(Object.create(process.stdout) as NodeJS.WriteStream, shape);

const text = 'A private authority, its APIs, honest clients, and a thief in a process of his own.\nA second line.';

test('a terminal gets lines that fit, broken at blanks; what is longer than a line stays whole', () => {
  assert.deepEqual(fit(text, stream({ isTTY: true, columns: 80 })).split('\n'), [
    'A private authority, its APIs, honest clients, and a thief in a process of his',
    'own.',
    'A second line.',
  ]);
  const word = 'x'.repeat(100);
  assert.equal(fit(word, stream({ isTTY: true, columns: 80 })), word);
});

test('a file or a pipe gets its lines as they are', () => {
  assert.equal(fit(text, stream({ isTTY: false, columns: 80 })), text);
});
