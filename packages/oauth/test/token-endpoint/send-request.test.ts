import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TokenRequestParts } from '../../src/token-endpoint/build-request.ts';
import { sendTokenRequest } from '../../src/token-endpoint/send-request.ts';

const partsFor = (endpoint: string): TokenRequestParts => ({
  server: { issuer: 'https://login.example', token_endpoint: endpoint },
  client: { client_id: 'orders' },
  parameters: new URLSearchParams({ scope: 'api://orders/.default' }),
  headers: {},
});

test('an address that no request can be made for is an endpoint that cannot be reached, and is in no message', async () => {
  const options = { transport: () => assert.fail('sent'), credential: {}, signal: AbortSignal.timeout(60_000) };
  await assert.rejects(
    sendTokenRequest(partsFor('https://user:s3cret@login.example/token'), options),
    (error: Error) => {
      assert.equal((error as Error & { code?: string }).code, 'ERR_TOKEN_ENDPOINT_UNREACHABLE');
      assert.doesNotMatch(error.message, /s3cret/);
      return true;
    },
  );
});

test('sends one form with what authenticates the client, to the address as it is', async () => {
  const sent: Request[] = [];
  const transport = async (request: Request): Promise<Response> => {
    sent.push(request);
    return Response.json({});
  };
  const options = { transport, credential: { client_secret: 'x' }, signal: AbortSignal.timeout(60_000) };
  await sendTokenRequest(partsFor('https://login.example/token?dc=1'), options);
  const [request] = sent;
  assert.equal(request?.url, 'https://login.example/token?dc=1');
  assert.deepEqual(Object.fromEntries(new URLSearchParams(await request?.text())), {
    client_id: 'orders',
    client_secret: 'x',
    grant_type: 'client_credentials',
    scope: 'api://orders/.default',
  });
});
