import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { askAppService, askImds, tokenPath } from '../harness/machine-client.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('faults of the services of the machine', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());
  beforeEach(() => running.admin('/faults', { method: 'DELETE' }));
  const inject = async (fault: Readonly<Record<string, unknown>>): Promise<void> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) };
    const response = await running.admin('/faults', init);
    assert.equal(response.status, 201, await response.text());
  };

  it('hit the service that they name, and pass when they are used up', async () => {
    for (const [service, ask, other] of [
      ['imds', askImds, askAppService],
      ['app-service', askAppService, askImds],
    ] as const) {
      await inject({ service, status: 410, body: { error: 'gone' }, times: 1 });
      assert.equal((await other(running)).status, 200, service);
      const hit = await ask(running);
      assert.deepEqual([hit.status, hit.body], [410, { error: 'gone' }], service);
      assert.equal((await ask(running)).status, 200, service);
    }
  });

  it('throttle in the words of the service, with Retry-After', async () => {
    await inject({ service: 'imds', status: 429, headers: { 'retry-after': '7' }, times: 1 });
    const imds = await askImds(running);
    assert.deepEqual(
      [imds.status, imds.headers['retry-after'], imds.body['error']],
      [429, '7', 'temporarily_unavailable'],
    );
    await inject({ service: 'app-service', status: 503, times: 1 });
    const appService = await askAppService(running);
    assert.deepEqual(
      [appService.status, appService.headers['retry-after'], appService.body['statusCode']],
      [503, '1', 503],
    );
  });

  it('cut, delay, and send what is no answer of a service', async () => {
    await inject({ service: 'imds', reset: true, times: 1 });
    await assert.rejects(askImds(running), { code: 'ECONNRESET' });
    await inject({ service: 'imds', delayMs: 60, times: 1 });
    const before = performance.now();
    assert.equal((await askImds(running)).status, 200);
    assert.ok(performance.now() - before >= 55);
    await inject({ service: 'imds', status: 200, headers: { 'content-type': 'text/html' }, body: '<html>', times: 1 });
    const html = await askImds(running);
    assert.deepEqual([html.status, html.headers['content-type'], html.text], [200, 'text/html', '<html>']);
  });

  it('do not open a service to a foreign request', async () => {
    await inject({ service: 'imds', status: 200, body: '{"access_token":"x"}' });
    assert.equal((await askImds(running, {}, { Metadata: 'true', host: 'evil.example' })).status, 403);
  });

  describe('and of a service beside the authority', () => {
    let origin: string;
    let answered = 0;
    let server: ReturnType<typeof createServer>;
    before(async () => {
      const listener = running.authority.attend({
        service: 'mits',
        paths: [tokenPath],
        listener: (_request, response) => {
          answered += 1;
          response.end('{"from":"mits"}');
        },
      });
      server = createServer(listener).listen(0, '127.0.0.1');
      await once(server, 'listening');
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    it('count its routes, and hit or pass', async () => {
      for (const path of [tokenPath, `${tokenPath}/?x=1`, '/other', '/another']) {
        assert.deepEqual(await (await fetch(`${origin}${path}`)).json(), { from: 'mits' });
      }
      const { services } = (await (await running.admin('/counters')).json()) as {
        services: Record<string, Record<string, number>>;
      };
      assert.deepEqual(services['mits'], { [`GET ${tokenPath}`]: 2, unmatched: 2 });
      const before = answered;
      await inject({ service: 'mits', match: { path: '/oauth2/token' }, status: 429, times: 1 });
      const throttled = await fetch(`${origin}${tokenPath}`);
      assert.deepEqual([throttled.status, throttled.headers.get('retry-after')], [429, '1']);
      assert.equal(((await throttled.json()) as { error: string }).error, 'temporarily_unavailable');
      await inject({ service: 'mits', status: 404, headers: { 'content-type': 'text/plain' }, body: 'no', times: 1 });
      const gone = await fetch(`${origin}${tokenPath}`);
      assert.deepEqual([gone.status, gone.headers.get('content-type'), await gone.text()], [404, 'text/plain', 'no']);
      await inject({ service: 'mits', reset: true, times: 1 });
      await assert.rejects(fetch(`${origin}${tokenPath}`));
      assert.equal(answered, before, 'none of them came through');
      await inject({ service: 'mits', delayMs: 40, times: 1 });
      assert.equal((await fetch(`${origin}${tokenPath}`)).status, 200);
      assert.equal(answered, before + 1);
    });
  });
});
