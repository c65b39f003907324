import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAnswerAddress, readAnswerText } from '../../src/authorize/answer-text.ts';
import { readState } from '../../src/authorize/sign-in-state.ts';

const id = 'AAAAAAAAAAAAAAAAAAAAAA';
const state = `holdfast.redirect.${id}.client`;

test('an answer is read from the fragment, or else from the query', () => {
  const fragment = readAnswerAddress({ hash: `#code=a&state=${state}`, search: `?code=b&state=${state}` });
  assert.equal(fragment?.parameters.get('code'), 'a');
  const query = readAnswerAddress({ hash: '#a=part', search: `?code=b&state=${state}` });
  assert.equal(query?.parameters.get('code'), 'b');
  assert.equal(readAnswerAddress({ hash: '', search: '' }), undefined);
});

test('what is no answer to a client of this kind is left alone', () => {
  const others = [
    '',
    'code=a',
    'code=a&state=CA',
    '/a/route?state=1',
    'state=%',
    'code=a&STATE=x',
    `state=${state}x\n`,
  ];
  for (const text of others) assert.equal(readAnswerText(text), undefined, text);
  const noText = [
    undefined,
    null,
    7,
    {},
    [`state=${state}`],
    new URLSearchParams({ state }),
    { toString: () => state },
  ];
  for (const value of noText) assert.equal(readAnswerText(value), undefined);
});

test('oversized fragments are not read', () => {
  const prefix = `state=${state}&code=`;
  assert.notEqual(readAnswerText(prefix + 'x'.repeat(16_384 - prefix.length)), undefined);
  assert.equal(readAnswerText(prefix + 'x'.repeat(16_385 - prefix.length)), undefined);
});

test('a state says where an answer belongs', () => {
  assert.deepEqual(readState(state), { kind: 'redirect', id, clientId: 'client' });
  assert.equal(readState(`holdfast.frame.${id}.an id with. dots`)?.clientId, 'an id with. dots');
  const wrong = [
    null,
    '',
    'holdfast',
    `holdfast.silent.${id}.client`,
    `holdfast.redirect.${id}A.client`,
    `holdfast.redirect.${id.slice(1)}.client`,
    `holdfast.redirect.${id}.`,
    `holdfast.redirect.${id}.${'x'.repeat(257)}`,
    ` ${state}`,
    `holdfast.redirect.${id.slice(1)}%.client`,
  ];
  for (const text of wrong) assert.equal(readState(text), undefined, String(text));
});
