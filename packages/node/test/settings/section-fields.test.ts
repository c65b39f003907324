import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSectionFields } from '../../src/settings/section-fields.ts';

const names = ['Name', 'Flag', 'List', 'Map'] as const;
const read = (section: unknown) => readSectionFields(section, { names, fault: (what) => new Error(what) });

test('fields in any letter case; null and absent are undefined, but null was given', () => {
  const fields = read({ NAME: 'x', flag: null, List: undefined });
  assert.deepEqual([fields.text('Name'), fields.flag('Flag'), fields.texts('List')], ['x', undefined, undefined]);
  assert.deepEqual([fields.isGiven('Flag'), fields.isGiven('List'), fields.isGiven('Map')], [true, false, false]);
});

test('flags as JSON and as environment variables write them', () => {
  for (const [given, expected] of [
    [true, true],
    [false, false],
    ['True', true],
    ['FALSE', false],
  ] as const) {
    assert.equal(read({ Flag: given }).flag('Flag'), expected);
  }
  for (const wrong of ['', 'yes', 1, {}]) assert.throws(() => read({ Flag: wrong }).flag('Flag'), /^Error: Flag$/);
});

test('lists as JSON and as environment variables write them', () => {
  for (const given of [['a', 'b'], { 0: 'a', 1: 'b' }])
    assert.deepEqual(read({ List: given }).texts('List'), ['a', 'b']);
  for (const wrong of ['a', 7, [7], { 0: [] }])
    assert.throws(() => read({ List: wrong }).texts('List'), /^Error: List$/);
});

test('maps of texts', () => {
  assert.deepEqual(read({ Map: { a: 'b' } }).textMap('Map'), { a: 'b' });
  for (const wrong of ['a', ['a'], { a: 1 }]) assert.throws(() => read({ Map: wrong }).textMap('Map'), /^Error: Map$/);
});

test('what is missing, unknown, twice there or no section is a fault that names no field of its own', () => {
  assert.throws(() => read({}).needText('Name'), /^Error: Name$/);
  assert.throws(() => read({ Name: '' }).needText('Name'), /^Error: Name$/);
  assert.throws(() => read({ Name: 7 }).text('Name'), /^Error: Name$/);
  assert.throws(() => read({ Nmae: 'x' }), /^Error: unknown field$/);
  assert.throws(() => read({ Name: 'x', name: 'y' }), /^Error: Name twice$/);
  for (const wrong of [null, undefined, 'Name', []]) assert.throws(() => read(wrong), /^Error: no object$/);
});
