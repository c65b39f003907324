import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, suite, test } from 'node:test';
import { type ClientEvent, createConfidentialClient } from '@holdfast/node';
import { createFakeClock } from '@holdfast/testing';
import { type BoundBench, claimsIn, scopes, startBoundBench } from '../confidential/bound-bench.ts';

const tenant = '11111111-2222-4333-8444-555555555555';
const telling = /^(?:x-|client-request-id)/i;

const isProactive = (event: ClientEvent) => 'refreshReason' in event && event.refreshReason === 'proactive';

/** Names and values of the headers of one request that tell something about its sender, as they came. */
function toldBy({ rawHeaders }: IncomingMessage): Readonly<Record<string, string>> {
  const pairs = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : []));
  return Object.fromEntries(pairs.filter(([name = '']) => telling.test(name)));
}

suite('what token requests tell about their sender', () => {
  let bench: BoundBench;
  const asked: { readonly path: string; readonly told: Readonly<Record<string, string>> }[] = [];
  let tokens = 0;
  let origin: string;

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '';
    asked.push({ path, told: toldBy(request) });
    request.resume();
    tokens += 1;
    const [, segment] = path.split('/');
    const metadata = { issuer: `${origin}/${segment}/v2.0`, token_endpoint: `${origin}/${segment}/token` };
    const token = { token_type: 'Bearer', access_token: `token-${tokens}`, expires_in: 3600 };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(path.includes('.well-known') ? metadata : token));
  };

  before(async () => {
    bench = await startBoundBench();
    ({ origin } = await bench.serve(answer));
  });
  after(() => bench?.close());

  const clientOf = (options: { readonly sendClientHeaders?: boolean } = {}) => {
    const clock = createFakeClock();
    const events: ClientEvent[] = [];
    const ca = bench.running.authority.certificates.caPem;
    const client = createConfidentialClient({
      authority: `${origin}/${tenant}`,
      clientId: 'app',
      clientSecret: 'a secret',
      ca,
      clock,
      events: (event) => events.push(event),
      ...options,
    });
    return { client, clock, events };
  };
  const last = (): Readonly<Record<string, string>> => asked.at(-1)?.told ?? {};

  test('exactly these headers reach the token endpoint, with the reason of each request', async () => {
    const { client, clock, events } = clientOf();
    const correlationId = '33333333-2222-4333-8444-555555555555';
    const expected = (cacheInfo: number) => ({
      'client-request-id': correlationId,
      'x-client-sku': 'holdfast-node',
      'x-client-ver': '0.1.0',
      'x-client-os': process.platform,
      'x-client-cpu': process.arch,
      'x-client-current-telemetry': `5|1004,${cacheInfo},,,|0,0,1,,,`,
      'x-ms-lib-capability': 'retry-after, h429',
    });
    const ask = (more = {}) => client.acquireTokenForClient({ scopes, correlationId, ...more });
    await ask();
    assert.deepEqual(last(), expected(2), 'nothing cached');
    await ask({ forceRefresh: true });
    assert.deepEqual(last(), expected(1), 'forced');
    await ask({ claims: '{"access_token":{"nbf":{"value":"1"}}}' });
    assert.deepEqual(last(), expected(1), 'claims');
    clock.advance(3590);
    const refreshed = async (): Promise<void> => {
      while (
        !events.some((event) => event.name === 'token.acquired' && event.source === 'network' && isProactive(event))
      )
        await new Promise((resolve) => setImmediate(resolve));
    };
    await ask();
    await refreshed();
    assert.deepEqual(last(), expected(4), 'in the background');
    clock.advance(7200);
    await ask();
    assert.deepEqual(last(), expected(3), 'expired');
    await client.close();
  });

  test('the metadata are asked for without them', () => {
    const discoveries = asked.filter(({ path }) => path.includes('.well-known'));
    assert.equal(discoveries.length, 1);
    assert.deepEqual(discoveries[0]?.told, {});
  });

  test('sendClientHeaders: false leaves every one of them out', async () => {
    const { client } = clientOf({ sendClientHeaders: false });
    await client.acquireTokenForClient({ scopes, correlationId: 'id-1' });
    assert.deepEqual(last(), { 'client-request-id': 'id-1', 'x-ms-lib-capability': 'retry-after, h429' });
    await client.close();
  });

  test('the authority decides nothing by them, whatever they say', async () => {
    const { running } = bench;
    const hostile = {
      'x-client-SKU': 'MSAL.Desktop',
      'x-client-Ver': '0',
      'x-client-OS': '<script>',
      'x-client-current-telemetry': '5|9999,9,,,|token_type=pop',
      'x-ms-lib-capability': 'pop',
    };
    const [plain, odd] = [await running.token(), await running.token({}, { headers: hostile })];
    const lasting = ({ body }: typeof plain) => {
      const { iat: _iat, nbf: _nbf, exp: _exp, uti: _uti, ...claims } = claimsIn(String(body['access_token']));
      return { status: body['token_type'], claims };
    };
    assert.equal(odd.status, 200);
    assert.deepEqual(lasting(odd), lasting(plain));
  });
});
