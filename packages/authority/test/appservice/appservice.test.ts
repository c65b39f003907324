import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { askAppService, askImds, claimsOfToken, sendToMachine } from '../harness/machine-client.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const sha256 = (token: unknown): string => createHash('sha256').update(String(token)).digest('hex');

describe('App Service', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());
  const identity = (name: string) => running.description.identities.find((one) => one.name === name)!;

  it('answers a token request with what is documented, for versions 2019-08-01 and 2025-03-30', async () => {
    for (const version of ['2019-08-01', '2025-03-30']) {
      const reply = await askAppService(running, { 'api-version': version });
      assert.equal(reply.status, 200, version);
      const claims = claimsOfToken(reply);
      const { access_token: _token, ...rest } = reply.body;
      assert.deepEqual(rest, {
        client_id: identity('system').clientId,
        expires_on: String(claims['exp']),
        resource: 'api://orders',
        token_type: 'Bearer',
      });
      assert.equal(claims['azp'], identity('system').clientId);
      assert.equal(reply.headers['cache-control'], 'no-store');
    }
  });

  it('answers version 2017-09-01 too, with its header and its date', async () => {
    const { header } = running.description.appService;
    const reply = await askAppService(running, { 'api-version': '2017-09-01' }, { secret: header });
    assert.equal(reply.status, 200);
    const [, month, day, year, time] =
      /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d) \+00:00$/.exec(String(reply.body['expires_on'])) ?? [];
    assert.equal(Date.parse(`${year}-${month}-${day}T${time}Z`) / 1000, claimsOfToken(reply)['exp']);
    const worker = identity('worker');
    const named = await askAppService(
      running,
      { 'api-version': '2017-09-01', clientid: worker.clientId },
      { secret: header },
    );
    assert.equal(named.body['client_id'], worker.clientId);
  });

  it('is not opened by a wrong secret, none, two, or the one of something else', async () => {
    const { header } = running.description.appService;
    for (const headers of [
      {},
      { 'X-IDENTITY-HEADER': '' },
      { 'X-IDENTITY-HEADER': 'wrong' },
      { 'X-IDENTITY-HEADER': `${header}x` },
      { 'X-IDENTITY-HEADER': header.slice(1) },
      { 'X-IDENTITY-HEADER': header.toLowerCase() === header ? header.toUpperCase() : header.toLowerCase() },
      { 'X-IDENTITY-HEADER': [header, header] },
      { 'X-IDENTITY-HEADER': header, secret: 'wrong' },
      { authorization: `Bearer ${header}` },
      { Metadata: 'true' },
      { 'X-IDENTITY-HEADER': running.description.adminKey },
    ]) {
      const reply = await askAppService(running, {}, headers);
      assert.equal(reply.status, 401, JSON.stringify(Object.keys(headers)));
      assert.deepEqual(Object.keys(reply.body), ['statusCode', 'message', 'correlationId']);
      assert.equal(reply.body['statusCode'], 401);
      assert.equal(reply.text.includes(header), false);
    }
    const inQuery = await askAppService(running, { secret: header, 'X-IDENTITY-HEADER': header }, {});
    assert.equal(inQuery.status, 401);
  });

  it('refuses in its own words', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const header = { 'X-IDENTITY-HEADER': running.description.appService.header, 'x-ms-client-request-id': id };
    const unknown = await askAppService(running, { client_id: id }, header);
    assert.deepEqual(unknown.body, {
      statusCode: 400,
      message: 'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
      correlationId: id,
    });
    const resource = await askAppService(running, { resource: 'https://nobody.example' });
    assert.equal(resource.status, 400);
    assert.match(String(resource.body['message']), /^AADSTS500011: /);
    for (const query of [{ 'api-version': undefined }, { 'api-version': '2018-02-01' }, { resource: undefined }]) {
      assert.equal((await askAppService(running, query)).status, 400, JSON.stringify(query));
    }
    const { pathname } = new URL(running.description.appService.endpoint);
    assert.equal((await sendToMachine(running, pathname, { method: 'POST' })).status, 405);
  });

  it('attack: a hash that is written otherwise is refused, and not passed over: the answer would be the refused token', async () => {
    const first = await askAppService(running, { 'api-version': '2025-03-30' });
    const hash = sha256(first.body['access_token']);
    for (const wrong of [hash.toUpperCase(), `${hash} `, `0x${hash}`, hash.slice(1), '']) {
      const { status, text } = await askAppService(running, {
        'api-version': '2025-03-30',
        token_sha256_to_refresh: wrong,
      });
      assert.equal(status, 400, wrong);
      assert.equal(text.includes('access_token'), false);
    }
    const next = await askAppService(running, { 'api-version': '2025-03-30', Token_Sha256_To_Refresh: hash });
    assert.equal(next.status, 200);
    assert.notEqual(next.body['access_token'], first.body['access_token']);
  });

  it('from 2025-03-30 on, mints a new token for the hash of the kept one, and for no other', async () => {
    const refresh = (hash: string | undefined, version = '2025-03-30') =>
      askAppService(running, { 'api-version': version, xms_cc: 'cp1', token_sha256_to_refresh: hash });
    const first = (await refresh(undefined)).body['access_token'];
    const other = sha256('another token');
    for (const [hash, version] of [
      [undefined, '2025-03-30'],
      [other, '2025-03-30'],
      [sha256(first), '2019-08-01'],
      [sha256(first).toUpperCase(), '2019-08-01'],
    ] as const) {
      assert.equal((await refresh(hash, version)).body['access_token'], first, `${hash} ${version}`);
    }
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(sha256(first))));
    const tokens = new Set(answers.map(({ body }) => body['access_token']));
    assert.equal(tokens.size, 1, 'one token takes its place, however many ask');
    assert.equal(tokens.has(first), false);
    assert.equal(
      tokens.has((await refresh(sha256(first))).body['access_token']),
      true,
      'the old hash is of no kept token',
    );
  });

  it('keeps its tokens apart from those of IMDS, and counts by itself', async () => {
    const mine = (await askAppService(running)).body['access_token'];
    assert.notEqual(mine, (await askImds(running)).body['access_token']);
    assert.equal((await askAppService(running)).body['access_token'], mine);
    const counters = (await (await running.admin('/counters')).json()) as {
      services: Record<string, Record<string, number>>;
    };
    assert.ok((counters.services['app-service']?.['GET /appservice/msi/token'] ?? 0) > 20);
  });
});
