import assert from 'node:assert/strict';
import { after, before, beforeEach, suite, test } from 'node:test';
import { hashOf, tokenOf } from '../harness/node-client.ts';
import { type OwnService, startOwnService } from '../harness/own-mits.ts';

suite('the authority says no, or nothing', () => {
  let service: OwnService;
  const calls = () => service.mits.counts().upstream;
  const pauseMs = 10_000;
  // The clock of the token service, and of its client, is put forward where a pause would have to be waited for.
  let ahead = 0;
  const pass = (milliseconds: number): void => {
    ahead += milliseconds;
  };

  before(async () => {
    service = await startOwnService({ failurePauseMs: pauseMs, clock: () => Date.now() + ahead });
  });
  beforeEach(() => pass(pauseMs));
  after(() => service.close());

  test('a resource that it does not know: 400 with its number, and not a word that it or the caller chose', async () => {
    const { status, body } = await service.node.ask({ resource: 'https://canary.example' });
    assert.equal(status, 400);
    assert.deepEqual(body['error_codes'], [500011]);
    assert.match(String(body['error_description']), /^AADSTS500011: /);
    assert.equal(JSON.stringify(body).includes('canary'), false);
  });

  test('a failure is shared: fifty who wait cost one call, and so do those who come within the pause', async () => {
    await service.fault({ status: 500, body: '{"error":"server_error"}' });
    const before = calls();
    const crowd = await Promise.all(Array.from({ length: 50 }, () => service.node.ask({ query: fresh('crowd') })));
    assert.deepEqual(new Set(crowd.map(({ status }) => status)), new Set([503]));
    const again = await service.node.ask({ query: fresh('crowd') });
    assert.deepEqual([again.status, again.body['code']], [503, 'ERR_MITS_UPSTREAM_UNAVAILABLE']);
    assert.equal(calls() - before, 1);
    pass(pauseMs);
    tokenOf(await service.node.ask({ query: fresh('crowd') }));
    assert.equal(calls() - before, 2);
  });

  const rows = [
    [
      '429 with Retry-After',
      { status: 429, headers: { 'retry-after': '20' }, body: '{"error":"x"}' },
      429,
      'ERR_MITS_UPSTREAM_THROTTLED',
    ],
    ['503', { status: 503 }, 503, 'ERR_MITS_UPSTREAM_UNAVAILABLE'],
    [
      '502',
      { status: 502, body: 'bad gateway', headers: { 'content-type': 'text/html' } },
      503,
      'ERR_MITS_UPSTREAM_UNAVAILABLE',
    ],
    ['401 invalid_client', { status: 401, body: '{"error":"invalid_client"}' }, 502, 'ERR_MITS_UPSTREAM_CREDENTIAL'],
    ['a connection that is cut', { reset: true }, 503, 'ERR_MITS_UPSTREAM_UNAVAILABLE'],
    ['200 with something else', { status: 200, body: '{"token":1}' }, 503, 'ERR_MITS_UPSTREAM_UNAVAILABLE'],
    [
      '200 with a token that has expired',
      { status: 200, body: '{"token_type":"Bearer","access_token":"a.b.c","expires_in":0}' },
      503,
      'ERR_MITS_UPSTREAM_UNAVAILABLE',
    ],
  ] as const;
  for (const [title, rule, status, code] of rows) {
    test(`${title}: ${status} ${code}, and then all is well again`, async () => {
      await service.fault(rule);
      const query = fresh(`row-${rows.findIndex(([name]) => name === title)}`);
      const reply = await service.node.ask({ query });
      assert.deepEqual([reply.status, reply.body['code']], [status, code]);
      const retryAfter = Number(reply.headers['retry-after'] ?? 0);
      assert.equal(retryAfter >= 1, status !== 502);
      const [callsBefore, halfMs] = [calls(), Math.max(pauseMs, retryAfter * 1000) / 2];
      pass(halfMs);
      assert.equal((await service.node.ask({ query })).status, status);
      assert.equal(calls(), callsBefore, 'nobody asks again before the pause is over');
      pass(halfMs);
      tokenOf(await service.node.ask({ query }));
    });
  }

  test('what the authority says in words reaches no caller', async () => {
    const body = {
      error: 'canary',
      error_description: 'AADSTS70011: canary',
      error_codes: [70011],
      claims: '{"canary":1}',
    };
    await service.fault({ status: 400, body: JSON.stringify(body) });
    const reply = await service.node.ask({ query: fresh('words') });
    assert.deepEqual(
      [reply.status, reply.body['code'], reply.body['error_codes']],
      [400, 'ERR_MITS_UPSTREAM_REFUSED', [70011]],
    );
    assert.equal(JSON.stringify([reply, service.events]).includes('canary'), false);
  });

  test('a refused token is not given while its replacement fails', async () => {
    const old = tokenOf(await service.node.ask());
    await service.fault({ status: 500, body: '{"error":"server_error"}' });
    assert.equal((await service.node.ask({ hash: hashOf(old) })).status, 503);
    assert.equal((await service.node.ask()).status, 503);
    pass(pauseMs);
    assert.notEqual(tokenOf(await service.node.ask()), old);
  });
});

// A token of its own for each test: another capability.
function fresh(word: string): string {
  return `api-version=2020-05-01&resource=api://orders&xms_cc=${word}`;
}
