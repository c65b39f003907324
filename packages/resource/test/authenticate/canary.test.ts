import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { type AuthenticationFailure, buildFailureResponse, type IncomingRequest } from '@holdfast/resource';
import { incoming, makeValidator } from '../fixture/judge.ts';
import { keys, mintToken, signRequest } from '../fixture/people.ts';

// Nothing that came from outside may show in an error, an answer or an event: every input carries a mark, and the mark is looked for.

const mark = 'Marked7Value';
const kid = keys.client.thumbprint;

async function markedRequests(): Promise<readonly IncomingRequest[]> {
  const bound = await mintToken({ cnf: { kid }, sub: mark });
  const pop = async (accessToken: string, more = {}) => `PoP ${await signRequest({ accessToken, ...more })}`;
  return [
    incoming(`${mark} ${mark}`),
    incoming(`PoP ${mark}`),
    incoming(`Bearer ${mark}.${mark}.${mark}`),
    incoming(`PoP ${mark} ${mark}`),
    incoming(null, {
      headers: [
        ['authorization', mark],
        ['authorization', mark],
      ],
    }),
    incoming(`Bearer ${await mintToken({ iss: `https://${mark}` })}`),
    incoming(`Bearer ${await mintToken({ tid: mark })}`),
    incoming(`Bearer ${await mintToken({ aud: mark })}`),
    incoming(`Bearer ${await mintToken({ [mark]: mark, scp: [mark] })}`),
    incoming(`Bearer ${await mintToken({ nonce: mark })}`),
    incoming(`Bearer ${await mintToken({ cnf: { [mark]: mark } })}`),
    incoming(`Bearer ${await mintToken({ cnf: { kid: mark } })}`),
    incoming(`Bearer ${await mintToken({}, keys.issuer, { kid: mark })}`),
    incoming(`Bearer ${await mintToken({}, keys.issuer, { typ: mark })}`),
    incoming(`Bearer ${await mintToken({}, keys.issuer, { [mark]: mark })}`),
    incoming(await pop(bound, { key: keys.thief })),
    incoming(await pop(bound), { method: mark }),
    incoming(await pop(bound), { target: `/${mark}` }),
    incoming(await pop(bound), { target: mark }),
    incoming(await pop(bound), { target: `/orders?${mark}` }),
    incoming(await pop(bound, { url: `https://${mark}.example/orders` })),
    incoming(await pop(bound, { nonce: mark })),
  ];
}

/** Everything of an error: messages, stacks and own properties, through the whole chain of causes. */
function everything(error: unknown): string {
  return `${inspect(error, { depth: 12, showHidden: true })}${JSON.stringify(error)}${String(error)}`;
}

test('no refusal, answer or event repeats anything of the request', async () => {
  const validator = makeValidator({ nonce: {} });
  const bounds: string[] = [];
  for (const request of await markedRequests()) {
    const failure = await validator.authenticate(request).then(
      () => assert.fail('every marked request is refused'),
      (error: AuthenticationFailure) => error,
    );
    const shown = everything(failure) + JSON.stringify(buildFailureResponse(failure));
    assert.ok(!shown.toLowerCase().includes(mark.toLowerCase()), `${failure.code}: ${shown}`);
    bounds.push(failure.code);
  }
  assert.ok(new Set(bounds).size > 12, `the requests reach many rooms: ${[...new Set(bounds)].join(' ')}`);
  assert.ok(!everything(validator.events).includes(mark));
});

test('the mark would be found if it were there', () => {
  assert.ok(everything(new Error('outer', { cause: new Error(mark) })).includes(mark));
});
