import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMits } from '@holdfast/mits';

// Mistakes in the other options are in the table of test/errors/canary.test.ts, with marked secrets.
const caller = {
  name: 'orders',
  secret: 'sixteen-characters-or-more',
  systemIdentity: {
    name: 'system',
    clientId: '11111111-2222-4333-8444-555555555555',
    objectId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
  },
};
const relyingParty = { requestToken: async () => assert.fail('nobody asks'), close: async () => undefined };
const create = (changes: object): unknown =>
  Reflect.apply(createMits, undefined, [{ relyingParty, callers: [caller], ...changes }]);

test('a misspelt option is refused and named', () => {
  assert.doesNotThrow(() => create({ leaseMs: 100 }));
  assert.throws(() => create({ lease: 100 }), { name: 'TypeError', message: 'unknown option: lease' });
});

test('a span that no timer can hold is refused, and so is a number of tokens that counts nothing', () => {
  for (const name of ['leaseMs', 'waitMs', 'failurePauseMs', 'maxLocalTokens']) {
    for (const value of [0, -1, 1.5, Number.NaN, 2 ** 31, '5']) {
      const refused = { name: 'TypeError', message: `${name} must be a positive whole number` };
      assert.throws(() => create({ [name]: value }), refused);
    }
  }
});
