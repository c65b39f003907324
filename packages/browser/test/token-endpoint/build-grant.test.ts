import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { bearerScheme } from '@holdfast/oauth';
import { createTokenRequester } from '../../src/token-endpoint/request-token.ts';
import { clientId, refusedWith } from '../fixtures/test-authority.ts';

describe('a token endpoint that redirects', () => {
  const reached: string[] = [];
  const server = createServer((request, response) => {
    reached.push(`${request.method} ${request.url?.split('?', 1)[0]}`);
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => new Promise((resolve) => server.close(resolve)));

  it('is given no second chance: 307 would take the refresh token along, by a transport of the page too', async () => {
    const { port } = server.address() as AddressInfo;
    const requestToken = createTokenRequester({
      clientId,
      capabilities: [],
      // What a page writes that wants to look at its requests.
      transport: (request) => fetch(request),
      tokenEndpoint: async () => `http://127.0.0.1:${port}/token`,
    });
    const grant = { grant_type: 'refresh_token', refresh_token: 'the refresh token' } as const;
    const query = { scopes: [], scheme: bearerScheme, claims: undefined, correlationId: 'a-call' };
    await assert.rejects(
      requestToken(grant, query, AbortSignal.timeout(10_000)),
      refusedWith('ERR_TOKEN_REQUEST_REFUSED'),
    );
    assert.deepEqual(reached, ['POST /token']);
  });
});
