import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlightAborted } from '@holdfast/core';
import { createFakeClock } from '@holdfast/testing';
import { createUnboundTeller } from '../../src/acquire/unbound-teller.ts';
import { TokenRequestRefused } from '../../src/errors/token-request-refused.ts';
import type { TokenFailed } from '../../src/events/token-event.ts';

const question = { scopes: ['https://vault.example'], correlationId: 'a-call' };

test('a failure before there is a certificate is told once, with its numbers and without its text', () => {
  const clock = createFakeClock();
  const events: TokenFailed[] = [];
  const tell = createUnboundTeller({ clock, emit: (event) => events.push(event) });
  const startedMs = clock();
  clock.advance(2);
  const refused = new TokenRequestRefused({ status: 401, errorCodes: [1_000_610], retryAfterSeconds: undefined });
  tell(question, startedMs, refused);
  tell({ ...question, correlationId: 'another-call' }, startedMs, refused);
  tell({ ...question, claims: {} }, startedMs, new Error('a path of this machine'));
  tell(question, startedMs, 'no error at all');
  tell(question, startedMs, new FlightAborted());
  const about = { name: 'token.failed', scheme: 'mtls_pop', tenant: undefined, ...question, tookMs: 2000 };
  const unknown = { ...about, code: 'ERR_UNKNOWN', status: undefined, errorCodes: undefined };
  assert.deepEqual(events, [
    {
      ...about,
      code: 'ERR_TOKEN_REQUEST_REFUSED',
      refreshReason: 'no-cached-token',
      status: 401,
      errorCodes: [1_000_610],
    },
    { ...unknown, refreshReason: 'claims' },
    { ...unknown, refreshReason: 'no-cached-token' },
  ]);
});
