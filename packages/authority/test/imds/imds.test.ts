import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askImds, claimsOfToken, sendToMachine, tokenPath } from '../harness/machine-client.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const metadata = { Metadata: 'true' };

describe('IMDS', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());
  const identity = (name: string) => running.description.identities.find((one) => one.name === name)!;

  it('answers a token request as the service does: texts for numbers, and the name that clients look for', async () => {
    const reply = await askImds(running);
    assert.equal(reply.status, 200);
    assert.match(String(reply.headers['server']), /^IMDS\//);
    assert.equal(reply.headers['cache-control'], 'no-store');
    assert.equal(
      Object.keys(reply.headers).some((name) => name.startsWith('access-control-')),
      false,
    );
    const { access_token: token, expires_in: expiresIn, expires_on: expiresOn, not_before: from, ...rest } = reply.body;
    const { clientId } = identity('system');
    assert.deepEqual(rest, {
      client_id: clientId,
      ext_expires_in: expiresIn,
      resource: 'api://orders',
      token_type: 'Bearer',
    });
    const claims = claimsOfToken(reply);
    assert.equal(expiresOn, String(claims['exp']));
    assert.equal(from, String(claims['nbf']));
    assert.ok(Math.abs(Number(expiresIn) - 86_399) <= 2, String(expiresIn));
    assert.equal(typeof token, 'string');
  });

  it('writes the identity into the token, in the version that the API asks for', async () => {
    const worker = identity('worker');
    const orders = running.application('orders-api');
    const second = claimsOfToken(await askImds(running, { client_id: worker.clientId }));
    assert.deepEqual(
      [second['ver'], second['aud'], second['azp'], second['azpacr'], second['oid'], second['sub'], second['tid']],
      ['2.0', orders.clientId, worker.clientId, '2', worker.objectId, worker.objectId, running.tenantId],
    );
    assert.deepEqual(second['roles'], ['Orders.Read', 'Orders.Write']);
    assert.deepEqual(
      [second['idtyp'], second['xms_mirid'], second['iss'], second['cnf'], second['xms_cc']],
      ['app', worker.resourceId, `${running.sts}/${running.tenantId}/v2.0`, undefined, undefined],
    );
    const first = claimsOfToken(await askImds(running, { resource: 'https://vault.azure.net/' }));
    const system = identity('system');
    assert.deepEqual(
      [first['ver'], first['aud'], first['appid'], first['appidacr'], first['oid'], first['xms_mirid']],
      ['1.0', 'https://vault.azure.net/', system.clientId, '2', system.objectId, undefined],
    );
  });

  it('takes the path with and without a slash behind it, and values that nobody has encoded', async () => {
    for (const path of [tokenPath, `${tokenPath}/`]) {
      const reply = await sendToMachine(running, `${path}?api-version=2018-02-01&resource=https://vault.azure.net`, {
        headers: { ...metadata, 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
      });
      assert.equal(reply.status, 200, path);
      assert.equal(reply.body['resource'], 'https://vault.azure.net');
    }
  });

  it('puts the capabilities of the client into the token, in lower case, comma or not', async () => {
    assert.deepEqual(claimsOfToken(await askImds(running, { xms_cc: 'CP1, cp2,,<x>' }))['xms_cc'], ['cp1', 'cp2']);
    assert.equal(claimsOfToken(await askImds(running))['xms_cc'], undefined);
  });

  it('tells where the machine is', async () => {
    const reply = await sendToMachine(running, '/metadata/instance/compute?api-version=2021-02-01', {
      headers: metadata,
    });
    assert.equal(reply.status, 200);
    assert.match(String(reply.body['vmId']), guid);
    assert.match(String(reply.body['subscriptionId']), guid);
    const path = '/metadata/instance/compute/location?api-version=2020-06-01';
    const text = await sendToMachine(running, `${path}&format=text`, { headers: metadata });
    assert.deepEqual(
      [text.status, text.headers['content-type'], text.text],
      [200, 'text/plain; charset=utf-8', 'westeurope'],
    );
    assert.equal((await sendToMachine(running, path, { headers: metadata })).text, '"westeurope"');
    for (const fact of ['nothing', '__proto__', 'constructor']) {
      const other = await sendToMachine(running, `/metadata/instance/compute/${fact}?api-version=2020-06-01`, {
        headers: metadata,
      });
      assert.equal(other.status, 404, fact);
    }
  });

  it('refuses what is missing, unknown or there twice, with 400 and a reason', async () => {
    const rows: readonly (readonly [string, Readonly<Record<string, string | undefined>>, RegExp])[] = [
      ['no version', { 'api-version': undefined }, /'api-version' is missing/],
      ['another version', { 'api-version': '2017-01-01' }, /not supported/],
      ['no resource', { resource: undefined }, /'resource' is missing/],
      ['an empty resource', { resource: '' }, /'resource' is missing/],
    ];
    for (const [what, query, says] of rows) {
      const reply = await askImds(running, query);
      assert.deepEqual([reply.status, reply.body['error']], [400, 'invalid_request'], what);
      assert.match(String(reply.body['error_description']), says, what);
      assert.match(String(reply.headers['server']), /^IMDS\//);
    }
    const versions = (await askImds(running, { 'api-version': '1999-01-01' })).body['newest-versions'];
    assert.ok(Array.isArray(versions) && versions.includes('2018-02-01'));
    for (const more of [
      '&resource=api://orders',
      '&api-version=2018-02-01',
      '&Resource=x',
      '&api_version=1',
      '&xms_cc=a&xms_cc=b',
    ]) {
      const path = `${tokenPath}?api-version=2018-02-01&resource=api://orders${more}`;
      const reply = await sendToMachine(running, path, { headers: metadata });
      assert.equal(reply.status, 400, more);
      assert.match(String(reply.body['error_description']), /there twice/, more);
    }
    for (const broken of ['&client_id=%zz', '&client_id=%ff', `&x=${'a'.repeat(9000)}`]) {
      const path = `${tokenPath}?api-version=2018-02-01&resource=api://orders${broken}`;
      assert.equal((await sendToMachine(running, path, { headers: metadata })).status, 400, broken.slice(0, 20));
    }
  });

  it('passes on what the token service says about the resource (AADSTS500011)', async () => {
    for (const resource of ['https://nobody.example', 'api://orders/.default', 'API://ORDERS', '__proto__']) {
      const { status, body } = await askImds(running, { resource });
      assert.deepEqual([status, body['error'], body['error_codes']], [400, 'invalid_resource', [500011]], resource);
      assert.match(String(body['error_description']), /^AADSTS500011: /);
    }
    const id = '11111111-2222-4333-8444-555555555555';
    const named = await askImds(running, { resource: 'x' }, { ...metadata, 'x-ms-client-request-id': id });
    assert.equal(named.body['correlation_id'], id);
  });

  it('answers GET alone, whatever else is sent, and knows no other path', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']) {
      const reply = await sendToMachine(running, `${tokenPath}?api-version=2018-02-01&resource=api://orders`, {
        method,
        headers: metadata,
      });
      assert.deepEqual([reply.status, reply.headers.allow], [405, 'GET'], method);
      assert.equal(reply.headers['access-control-allow-origin'], undefined);
    }
    const body = 'resource=api://orders';
    const posted = await sendToMachine(running, tokenPath, { method: 'POST', headers: metadata, body });
    assert.equal(posted.status, 405);
    for (const path of ['/', '/metadata', '/metadata/identity', '/metadata/instance', '/appservice', '/%2e%2e/']) {
      assert.equal((await sendToMachine(running, path, { headers: metadata })).status, 404, path);
    }
  });

  it('counts its requests by route, and says in events who got a token and who was refused', async () => {
    await askImds(running, { resource: 'https://storage.azure.com' });
    await askImds(running, {}, {});
    const counters = (await (await running.admin('/counters')).json()) as {
      services: Record<string, Record<string, number>>;
    };
    assert.ok((counters.services['imds']?.[`GET ${tokenPath}`] ?? 0) > 5);
    assert.ok((counters.services['imds']?.['unmatched'] ?? 0) > 0);
    const issued = running.events.filter((event) => event.name === 'token.issued').at(-1);
    assert.deepEqual(
      [issued?.grant, issued?.clientAuthentication, issued?.resource, issued?.clientId, issued?.scheme],
      ['managed_identity', 'imds', 'https://storage.azure.com', identity('system').clientId, 'bearer'],
    );
    assert.deepEqual(running.events.at(-1), { name: 'identity.refused', service: 'imds', reason: 'metadataMissing' });
    const names = running.events.map(({ name }) => name);
    assert.equal(names.includes('request.failed'), false);
  });
});
