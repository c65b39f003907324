import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('the admin service', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());

  /** A request with exactly these headers, which `fetch` would not send. */
  const raw = (
    path: string,
    headers: Readonly<Record<string, string>>,
    host = '127.0.0.1',
  ): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(running.description.admin);
      const request = httpRequest(
        { host, port, path, headers: { authorization: `Bearer ${running.description.adminKey}`, ...headers } },
        (response) => {
          let body = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            body += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        },
      );
      request.on('error', reject);
      request.end();
    });
  const port = (): string => new URL(running.description.admin).port;
  const codeOf = (body: string): unknown => (JSON.parse(body) as Record<string, unknown>)['code'];
  const postFault = (fault: unknown): Promise<Response> =>
    running.admin('/faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });

  it('takes the exact Host of each loopback name', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      assert.equal((await raw('/counters', { host: `${name}:${port()}` })).status, 200, name);
    }
  });

  it('refuses every other Host, as a page would send after DNS rebinding', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port()}`,
      'localhost',
      '127.0.0.1',
      '127.0.0.1:1',
      `LOCALHOST:${port()}x`,
      `localhost:${port()}.`,
    ]) {
      const { status, body } = await raw('/counters', { host });
      assert.deepEqual([status, codeOf(body)], [403, 'ERR_ADMIN_HOST'], host);
    }
  });

  it('refuses whatever comes from a page or through a proxy', async () => {
    const headers = {
      origin: 'null',
      'sec-fetch-site': 'same-origin',
      'sec-fetch-dest': 'empty',
      forwarded: 'for=x',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-prefix': '/admin',
      'sec-fetch-storage-access': 'none',
      'x-forwarded-host': 'localhost',
    };
    for (const [name, value] of Object.entries(headers)) {
      const { status, body } = await raw('/counters', { [name]: value });
      assert.deepEqual([status, codeOf(body)], [403, 'ERR_ADMIN_BROWSER'], name);
    }
    assert.equal((await raw('/counters', { 'sec-fetch-mode': 'cors' })).status, 200, 'Node’s own fetch sends this one');
  });

  it('refuses a wrong or missing key, and never repeats it', async () => {
    const key = running.description.adminKey;
    for (const authorization of [
      '',
      'Bearer',
      'Bearer wrong',
      `Basic ${key}`,
      `Bearer ${key}x`,
      `Bearer ${key} x`,
      key,
    ]) {
      const { status, body } = await raw('/counters', { authorization });
      assert.deepEqual([status, codeOf(body)], [401, 'ERR_ADMIN_KEY'], authorization);
      assert.equal(body.includes(key), false);
    }
  });

  it('listens on ::1 with the same port, where there is one', async () => {
    const reply = await raw('/counters', {}, '::1').catch((error: NodeJS.ErrnoException) => error);
    if (reply instanceof Error) assert.match(reply.code ?? '', /EADDRNOTAVAIL|EAFNOSUPPORT/);
    else assert.equal(reply.status, 200);
  });

  it('counts requests by service and route template', async () => {
    await running.token({ scope: 'x' });
    await running.fetch(`${running.sts}/contoso.example/v2.0/.well-known/openid-configuration`);
    await running.fetch(`${running.sts}/nothing/at/all`);
    const { services } = (await (await running.admin('/counters')).json()) as {
      services: Record<string, Record<string, number>>;
    };
    assert.equal(services['sts']?.['POST /{tenant}/oauth2/v2.0/token'], 1);
    assert.equal(services['sts']?.['GET /{tenant}/v2.0/.well-known/openid-configuration'], 1);
    assert.equal(services['sts']?.['unmatched'], 1);
    assert.ok((services['admin']?.['GET /counters'] ?? 0) > 1);
  });

  it('shows the directory without its secrets', async () => {
    const text = await (await running.admin('/directory')).text();
    const { applications, tenants, apis } = JSON.parse(text) as Record<string, readonly Record<string, unknown>[]>;
    assert.equal(tenants?.length, 2);
    assert.ok(apis?.some(({ appIdUri }) => appIdUri === 'api://orders'));
    const [certificate] = (applications?.[0]?.['certificates'] ?? []) as readonly object[];
    assert.deepEqual(Object.keys(certificate ?? {}), ['x5t', 'x5t#S256']);
    for (const { secret } of running.description.applications)
      assert.equal(secret !== undefined && text.includes(secret), false);
    for (const { password } of running.description.users) assert.equal(text.includes(password), false);
    assert.equal(text.includes('PRIVATE'), false);
  });

  it('rotates keys, and says which is which', async () => {
    await running.token();
    const rotation = (await (await running.admin('/keys/rotate', { method: 'POST' })).json()) as Record<
      string,
      unknown
    >;
    const response = await running.fetch(`${running.sts}/common/discovery/v2.0/keys`);
    const { keys } = (await response.json()) as { keys: readonly { kid: string }[] };
    assert.deepEqual(
      keys.map(({ kid }) => kid),
      [rotation['current'], rotation['next'], ...(rotation['retired'] as string[])],
    );
    assert.deepEqual(running.events.at(-1), { name: 'key.rotated', ...rotation });
  });

  it('injects faults into the STS: status, body and headers, a number of times', async () => {
    const added = await postFault({
      service: 'sts',
      match: { path: '/oauth2/v2.0/token', method: 'post', body: 'scope=api' },
      status: 418,
      headers: { 'x-test': 'yes' },
      body: { error: 'teapot' },
      times: 1,
    });
    assert.equal(added.status, 201);
    const { id } = (await added.json()) as { id: string };
    assert.equal((await running.fetch(`${running.sts}/common/discovery/v2.0/keys`)).status, 200);
    const hit = await running.token();
    assert.deepEqual([hit.status, hit.body, hit.headers.get('x-test')], [418, { error: 'teapot' }, 'yes']);
    assert.deepEqual(running.events.at(-1), { name: 'fault.applied', service: 'sts', faultId: id, remaining: 0 });
    assert.equal((await running.token()).status, 200);
  });

  it('injects faults that cut the connection, delay, and stay until they are taken away', async () => {
    await postFault({ service: 'sts', reset: true, delayMs: 1 });
    await assert.rejects(running.token(), /socket hang up|ECONNRESET/);
    await assert.rejects(running.token(), /socket hang up|ECONNRESET/);
    assert.equal((await running.admin('/faults', { method: 'DELETE' })).status, 204);
    assert.equal((await running.token()).status, 200);
    await postFault({ service: 'sts', delayMs: 30, times: 1 });
    const before = performance.now();
    assert.equal((await running.token()).status, 200);
    assert.ok(performance.now() - before >= 29);
  });

  it('refuses faults that it does not understand, and says which member', async () => {
    const rows: readonly (readonly [unknown, RegExp])[] = [
      [{}, /service/],
      [{ service: 'api', status: 500 }, /service/],
      [{ service: 'sts' }, /one of status/],
      [[], /ERR_ADMIN_REQUEST/],
      [{ service: 'sts', status: 99 }, /status/],
      [{ service: 'sts', status: 101 }, /status/],
      [{ service: 'sts', status: '500' }, /status/],
      [{ service: 'sts', status: 500, reset: true }, /exclude/],
      [{ service: 'sts', status: 500, times: 0 }, /times/],
      [{ service: 'sts', delayMs: 60_001 }, /delayMs/],
      [{ service: 'sts', status: 500, headers: { 'content-length': '1' } }, /headers/],
      [{ service: 'sts', status: 500, headers: { a: 'b\r\nc: d' } }, /headers/],
      [{ service: 'sts', status: 500, match: { host: 'x' } }, /unknown member/],
      [{ service: 'sts', status: 500, statuz: 1 }, /unknown member/],
      [{ service: 'sts', status: 500, match: { path: '' } }, /match.path/],
    ];
    for (const [fault, words] of rows) {
      const response = await postFault(fault);
      const text = await response.text();
      assert.equal(response.status, 400, JSON.stringify(fault));
      assert.match(text, words, JSON.stringify(fault));
    }
    for (const init of [
      { body: '{' },
      { body: '{"service":"sts","service":"sts","status":500}' },
      { body: 'x', headers: { 'content-type': 'text/plain' } },
      {},
    ]) {
      const headers = { 'content-type': 'application/json', ...(init.headers ?? {}) };
      const response = await running.admin('/faults', { method: 'POST', ...init, headers });
      assert.equal(response.status, 400);
    }
    assert.equal((await running.token()).status, 200);
  });

  it('takes no body longer than 64 KiB', async () => {
    const response = await postFault({ service: 'sts', status: 500, body: 'x'.repeat(65_536) });
    assert.deepEqual([response.status, codeOf(await response.text())], [413, 'ERR_ADMIN_TOO_LARGE']);
    assert.equal((await running.token()).status, 200);
  });

  it('holds a bounded number of faults', async () => {
    const statuses = [];
    for (let count = 0; count < 101; count += 1) {
      statuses.push((await postFault({ service: 'sts', match: { path: '/never' }, status: 500 })).status);
    }
    assert.deepEqual([statuses[99], statuses[100]], [201, 503]);
    await running.admin('/faults', { method: 'DELETE' });
  });

  it('has no route that is not built yet', async () => {
    for (const path of ['/devicecode/x/approve', '/', '/counters/']) {
      const response = await running.admin(path, { method: path === '/counters/' ? 'DELETE' : 'POST' });
      assert.equal(response.status, 404, path);
      assert.equal(codeOf(await response.text()), 'ERR_ADMIN_ROUTE');
    }
  });
});
