import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IncomingRequest, Requirements } from '@holdfast/resource';
import { atOnceOf } from '../../src/authenticate/at-once.ts';
import { createOwnValidator, incoming, stricterWrappers, verdict } from '../fixture/judge.ts';
import { keys, mintToken, signRequest } from '../fixture/people.ts';

const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const request = async () => incoming(`PoP ${await signRequest({ accessToken })}`);

test('a request with everything remembered is judged at once, and every refusal is waited for', async () => {
  const ask = atOnceOf(createOwnValidator());
  const first = ask(await request(), {});
  assert.ok(first instanceof Promise);
  await first;
  const again = await request();
  const second = ask(again, {});
  assert.ok(!(second instanceof Promise));
  assert.deepEqual(second.binding, { method: 'key', thumbprint: keys.client.thumbprint });
  const refusals: readonly (readonly [code: string, asked: IncomingRequest, requirements: Requirements])[] = [
    ['ERR_REPLAY_REPEATED', again, {}],
    ['ERR_PERMISSION_SCOPE', await request(), { requiredScopes: ['write'] }],
    ['ERR_SHR_PATH', { ...(await request()), target: '/elsewhere' }, {}],
  ];
  for (const [code, asked, requirements] of refusals) {
    const refused = ask(asked, requirements);
    assert.ok(refused instanceof Promise);
    assert.equal(await verdict(refused), code);
  }
});

test('who copies a validator, inherits from it or stands before it is asked in its place', async () => {
  const inside = createOwnValidator();
  await inside.authenticate(await request());
  for (const wrap of Object.values(stricterWrappers)) {
    const judged = atOnceOf(wrap(inside))(await request(), {});
    assert.ok(judged instanceof Promise);
    assert.equal(await verdict(judged), 'ERR_PERMISSION_SCOPE');
  }
});

test('nobody can put another method into a validator that was made', () => {
  const validator = createOwnValidator() as { authenticate: unknown };
  assert.throws(() => {
    validator.authenticate = () => undefined;
  }, TypeError);
});
