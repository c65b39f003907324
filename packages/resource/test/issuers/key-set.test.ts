import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { mintToken } from '../fixture/people.ts';

test('a key of the issuer is imported when first used, and then remembered', async (t) => {
  const imports = t.mock.method(crypto.subtle, 'importKey');
  const validator = makeValidator({ proof: 'bearer-only' });
  assert.equal(imports.mock.callCount(), 0);
  const tokens = await Promise.all([mintToken({ sub: 'a' }), mintToken({ sub: 'b' }), mintToken({ sub: 'c' })]);
  const found = await Promise.all(tokens.map((token) => verdict(validator.authenticate(incoming(`Bearer ${token}`)))));
  assert.deepEqual(found, ['accepted', 'accepted', 'accepted']);
  assert.equal(imports.mock.callCount(), 1);
});
