import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { createNodeClient, hashOf, tokenOf } from '../harness/node-client.ts';
import { type OwnService, startOwnService } from '../harness/own-mits.ts';

suite('attacks on a token service', () => {
  let service: OwnService;

  before(async () => {
    service = await startOwnService();
  });
  after(() => service.close());

  test('guesses at the secret: one answer for all of them, and nothing is asked upstream', async () => {
    const { secret } = service.address;
    const guesses = [
      {},
      { secret: '' },
      { secret: secret.slice(0, -1) },
      { secret: `${secret}x` },
      { secret: `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}` },
      { secret: secret.toLowerCase() },
      { secret: [secret, secret] },
      { secret: [secret, 'x'] },
      { secret: ['x', secret] },
      { 'x-identity-header': secret },
      { authorization: `Bearer ${secret}` },
    ];
    for (const headers of guesses) {
      // A query that would be refused too: without the secret nobody learns how.
      for (const query of [undefined, 'api-version=1']) {
        const { status, body } = await service.node.ask({ headers, ...(query === undefined ? {} : { query }) });
        const { correlationId, ...told } = body;
        assert.equal(status, 401);
        assert.equal(typeof correlationId, 'string');
        assert.deepEqual(told['code'], 'ERR_MITS_SECRET');
        assert.equal(JSON.stringify(told).includes(secret), false);
      }
    }
    assert.equal(service.issued(), 0);
    assert.equal(JSON.stringify(service.events).includes(secret), false);
  });

  test('web pages and proxies are refused, whatever they know', async () => {
    const { secret } = service.address;
    const foreign = [
      'origin',
      'sec-fetch-site',
      'sec-fetch-dest',
      'x-forwarded-for',
      'x-forwarded-host',
      'forwarded',
      'via',
    ];
    for (const name of foreign) {
      const { status, body } = await service.node.ask({ headers: { secret, [name]: 'x' } });
      assert.deepEqual([status, body['code']], [403, 'ERR_MITS_BROWSER'], name);
    }
    assert.equal(
      (await service.node.ask({ headers: { secret, 'sec-fetch-mode': 'cors' } })).status,
      200,
      'Node’s own fetch',
    );
  });

  test('other methods and other paths', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
      const { status, headers } = await service.node.ask({ method });
      assert.deepEqual([status, headers['allow']], [405, 'GET'], method);
    }
    assert.equal((await service.node.ask({ method: 'HEAD' })).status, 405);
    for (const path of [
      '/',
      '/metadata/identity/oauth2/token2',
      '/metadata/identity/oauth2/token//',
      '/metadata//identity/oauth2/token',
      '/metadata/identity/oauth2/%74oken',
    ]) {
      assert.equal((await service.node.ask({ path })).status, 404, path);
    }
    assert.equal(
      (await service.node.ask({ path: '/metadata/identity/oauth2/token/' })).status,
      200,
      'some clients send a slash',
    );
  });

  test('a flood of hashes that are of no token: everybody gets the token there is, and the authority hears nothing', async () => {
    const token = tokenOf(await service.node.ask());
    const issued = service.issued();
    const flood = await Promise.all(
      Array.from({ length: 300 }, (_, index) => service.node.ask({ hash: hashOf(`no token ${index}`) })),
    );
    assert.deepEqual(new Set(flood.map(tokenOf)), new Set([token]));
    assert.equal(service.issued(), issued);
  });

  test('the hash of another identity’s token takes nothing from it, and of another resource’s nothing from that', async () => {
    const { worker } = service.identities;
    const ofWorker = { query: `api-version=2020-05-01&resource=api://orders&principalId=${worker.objectId}` };
    const own = tokenOf(await service.node.ask());
    const other = tokenOf(await service.node.ask(ofWorker));
    const vault = tokenOf(await service.node.ask({ resource: 'https://vault.azure.net' }));
    const issued = service.issued();
    for (const token of [other, vault]) assert.equal(tokenOf(await service.node.ask({ hash: hashOf(token) })), own);
    assert.equal(tokenOf(await service.node.ask(ofWorker)), other);
    assert.equal(tokenOf(await service.node.ask({ resource: 'https://vault.azure.net' })), vault);
    assert.equal(service.issued(), issued);
  });

  test('a caller has its own identities and no other, and cannot tell a foreign one from one that is not there', async () => {
    const { system, worker } = service.identities;
    const stranger = createNodeClient({ ...service.address, secret: service.otherSecret });
    const ask = (selector: string) =>
      stranger.ask({ query: `api-version=2020-05-01&resource=https://graph.microsoft.com${selector}` });
    const told = ({ status, body }: Awaited<ReturnType<typeof ask>>) => [
      status,
      body['error'],
      body['code'],
      body['error_description'],
    ];
    const foreign = told(await ask(`&principalId=${system.objectId}`));
    assert.deepEqual(foreign, told(await ask('&principalId=99999999-2222-4333-8444-555555555555')));
    assert.deepEqual(foreign, told(await ask('')));
    assert.deepEqual(foreign, told(await ask('&client_id=')));
    assert.deepEqual(foreign.slice(0, 3), [404, 'identity_not_found', 'ERR_MITS_IDENTITY_UNKNOWN']);
    for (const selector of [
      `&principalId=${worker.objectId.toUpperCase()}`,
      `&object_id=${worker.objectId}`,
      `&client_id=${worker.clientId}`,
      `&mi_res_id=${encodeURIComponent(worker.resourceId ?? '')}`,
    ]) {
      const reply = await ask(selector);
      tokenOf(reply);
      assert.equal(reply.body['client_id'], worker.clientId);
    }
    stranger.close();
  });

  test('claims cannot be smuggled upstream, neither by name nor inside a capability', async () => {
    const usual = 'api-version=2020-05-01&resource=api://orders';
    const claims = encodeURIComponent('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}');
    assert.equal((await service.node.ask({ query: `${usual}&claims=${claims}` })).body['code'], 'ERR_MITS_CLAIMS');
    const smuggled = encodeURIComponent('cp1"]},"acrs":{"values":["c1');
    assert.equal(
      (await service.node.ask({ query: `${usual}&xms_cc=${smuggled}` })).body['code'],
      'ERR_MITS_CAPABILITIES',
    );
  });

  test('callers with different capabilities share no token: who cannot answer a challenge gets no long-lived one', async () => {
    const plain = tokenOf(await service.node.ask({ query: 'api-version=2020-05-01&resource=api://orders' }));
    const capable = tokenOf(await service.node.ask());
    assert.notEqual(plain, capable);
    const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
    assert.equal(claims(plain).xms_cc, undefined);
    assert.deepEqual(claims(capable).xms_cc, ['cp1']);
    const both = [`cp1,cp2`, `cp2,cp1`].map((list) =>
      service.node.ask({ query: `api-version=2020-05-01&resource=api://orders&xms_cc=${list}` }),
    );
    const [one, two] = (await Promise.all(both)).map(tokenOf);
    assert.equal(one, two, 'the order does not matter');
  });
});

test('whoever asks for ever new tokens uses up the grants of one identity, and of no other', async () => {
  const service = await startOwnService();
  try {
    let codes: unknown[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          service.node.ask({ query: `api-version=2020-05-01&resource=api://orders&xms_cc=x${turn}.${index}` }),
        ),
      );
      codes = [...codes, ...replies.map(({ status, body }) => (status === 200 ? 200 : body['code']))];
    }
    assert.equal(codes.filter((code) => code === 200).length, 60);
    assert.equal(codes.filter((code) => code === 'ERR_MITS_BUDGET').length, 20);
    const { worker } = service.identities;
    const other = `api-version=2020-05-01&resource=api://orders&principalId=${worker.objectId}`;
    assert.equal((await service.node.ask({ query: other })).status, 200);
    const { headers, status } = await service.node.ask();
    assert.equal(status, 429);
    assert.ok(Number(headers['retry-after']) >= 1 && Number(headers['retry-after']) <= 60);
  } finally {
    await service.close();
  }
});
