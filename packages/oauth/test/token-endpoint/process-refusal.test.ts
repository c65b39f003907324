import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRetryAfter } from '@holdfast/core';
import { createFakeClock } from '@holdfast/testing';
import { processRefusal as process } from '../../src/token-endpoint/process-refusal.ts';

const clock = createFakeClock();
const readPause = (value: string | null) => parseRetryAfter(value, clock);
const traceId = '11111111-2222-3333-4444-555555555555';

const processRefusal = (response: Response) => process(response, { readPause, secrets: ['s3cret'] });

function response(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), { status: 400, headers: { 'content-type': 'application/json' }, ...init });
}

test('an Entra error becomes fields (RFC 6749 section 5.2)', async () => {
  const claims = { access_token: { capolids: { essential: true, values: ['x'] } } };
  const error = await processRefusal(
    response({
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Invalid client secret provided.\r\nTrace ID: x\r\nTimestamp: y',
      error_codes: [7000215, 50_000],
      suberror: 'basic_action',
      trace_id: traceId,
      correlation_id: traceId,
      claims: JSON.stringify(claims),
    }),
  );
  assert.equal(error.status, 400);
  assert.equal(error.error, 'invalid_client');
  assert.deepEqual(error.errorCodes, [7000215, 50_000]);
  assert.equal(error.suberror, 'basic_action');
  assert.equal(error.traceId, traceId);
  assert.equal(error.correlationId, traceId);
  assert.equal(error.description, 'AADSTS7000215: Invalid client secret provided.');
  assert.deepEqual(JSON.parse(error.claims ?? ''), claims);
  assert.match(error.message, /status 400, invalid_client, AADSTS7000215, AADSTS50000/);
});

test('codes are read from the description where the list is missing', async () => {
  const error = await processRefusal(response({ error: 'invalid_grant', error_description: 'AADSTS50173: expired' }));
  assert.deepEqual(error.errorCodes, [50_173]);
});

test('a credential that the authority echoes reaches neither message nor fields', async () => {
  const canary = 'eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOnRydWV9.c2lnbmF0dXJlY2FuYXJ5';
  const error = await processRefusal(
    response({
      error: canary,
      suberror: canary,
      error_description: `AADSTS90002: assertion ${canary} is no good`,
      error_codes: [canary],
      trace_id: canary,
      correlation_id: canary,
      claims: canary,
    }),
  );
  const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
  assert.equal(shown.includes(canary), false);
  assert.equal(shown.includes('eyJhbGci'), false);
  assert.deepEqual(error.errorCodes, [90_002]);
});

test('a description that repeats what was sent is left out, however short the secret', async () => {
  const echo = response({ error: 'invalid_client', error_description: 'AADSTS7000215: not s3cret' });
  const error = await processRefusal(echo);
  assert.equal(error.description, undefined);
  assert.deepEqual(error.errorCodes, [7000215]);
});

test('an unknown error word stays out of the message', async () => {
  const error = await processRefusal(response({ error: 'made_up_word' }));
  assert.equal(error.error, 'made_up_word');
  assert.equal(error.message.includes('made_up_word'), false);
});

test('bodies that are no OAuth error leave status and Retry-After', async () => {
  for (const body of ['<html>', '', '[]', '{"error":1}']) {
    const error = await processRefusal(
      new Response(body, { status: 503, headers: { 'retry-after': '17', 'content-type': 'text/html' } }),
    );
    assert.equal(error.status, 503);
    assert.equal(error.error, undefined);
    assert.deepEqual(error.errorCodes, []);
    assert.equal(error.retryAfterSeconds, 17);
  }
});
