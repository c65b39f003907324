import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processRefusal } from '../../src/token-endpoint/process-refusal.ts';
import { repeatsSecret } from '../../src/token-endpoint/repeats-secret.ts';

const secret = 'aBc8Q~dEfGhIjKlMnOpQrStUvWxYz0.123-45_67';

test('a secret is found as it is, percent-encoded, quoted, wrapped and in part', () => {
  const spellings = [
    secret,
    new URLSearchParams({ client_secret: secret, scope: 'x' }).toString(),
    JSON.stringify({ client_secret: secret }),
    `starts with ${secret.slice(0, 23)}`,
    `ends with ${secret.slice(-30)}`,
    secret.replace(/.{25}/g, '$& '),
  ];
  for (const [index, text] of spellings.entries())
    assert.equal(repeatsSecret(text, ['other', secret]), true, `${index}`);
  assert.equal(repeatsSecret('a "quoted\\"" one', ['a "quoted"']), true);
  assert.equal(repeatsSecret(JSON.stringify({ value: 'q"uo\\te' }), ['q"uo\\te']), true);
});

test('other texts are not, nor is anything when nothing was sent', () => {
  assert.equal(repeatsSecret('AADSTS7000215: Invalid client secret provided. %zz %', [secret]), false);
  assert.equal(repeatsSecret(secret.slice(0, 10), [secret]), false);
  assert.equal(repeatsSecret('anything', []), false);
  assert.equal(repeatsSecret('anything', ['']), false);
});

test('a credential that is echoed leaves every member of a refusal, in every spelling (RFC 6749 section 5.2)', async () => {
  const guid = '11111111-2222-4333-8444-555555555555';
  for (const sent of [secret, guid, 'onlyletters_and_underscores']) {
    for (const echo of [sent, encodeURIComponent(sent), `client_secret=${encodeURIComponent(sent)}&scope=x`]) {
      const body = {
        error: echo,
        suberror: echo,
        error_description: `AADSTS7000215: ${echo}`,
        claims: Buffer.from(JSON.stringify({ access_token: { echo } })).toString('base64'),
        trace_id: echo,
        correlation_id: echo,
      };
      const context = { readPause: () => undefined, secrets: [sent] };
      const error = await processRefusal(Response.json(body, { status: 401 }), context);
      const { error: word, suberror, description, claims, traceId, correlationId } = error;
      assert.deepEqual(
        [word, suberror, description, claims, traceId, correlationId].filter((member) => member !== undefined),
        [],
        echo,
      );
      assert.deepEqual(error.errorCodes, [7000215]);
    }
  }
});
