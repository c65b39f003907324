import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askAppService, askImds, type MachineReply, sendToMachine, tokenPath } from '../harness/machine-client.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('whoever is not a program of this machine gets no token of its identities', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());
  const port = (): string => new URL(running.description.imds).port;
  const asks = (headers: Readonly<Record<string, string>>): Promise<readonly MachineReply[]> => {
    const { header } = running.description.appService;
    return Promise.all([
      askImds(running, {}, { Metadata: 'true', ...headers }),
      askAppService(running, {}, { 'X-IDENTITY-HEADER': header, ...headers }),
    ]);
  };

  it('a page whose name was rebound to 127.0.0.1 sends that name as Host', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      for (const { status } of await asks({ host: `${name}:${port()}` })) assert.equal(status, 200, name);
    }
    for (const host of [
      'evil.example',
      `evil.example:${port()}`,
      'localhost',
      '127.0.0.1',
      '169.254.169.254',
      `127.0.0.1:${Number(port()) + 1}`,
      `localhost:${port()}.`,
      `localhost.:${port()}`,
      `LOCALHOST:${port()}`,
      `user@localhost:${port()}`,
    ]) {
      for (const reply of await asks({ host })) {
        assert.equal(reply.status, 403, host);
        assert.equal(reply.text.includes('access_token'), false);
      }
    }
  });

  it('a page, and a server that forwards what somebody else wants, leave headers', async () => {
    for (const [name, value] of Object.entries({
      origin: 'http://localhost:3000',
      'sec-fetch-site': 'same-origin',
      'sec-fetch-dest': 'document',
      'sec-fetch-user': '?1',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'localhost',
      'X-Forwarded-For': '',
      forwarded: 'for=127.0.0.1',
      via: '1.1 proxy.example',
    })) {
      for (const reply of await asks({ [name]: value })) {
        assert.equal(reply.status, 403, name);
        assert.equal(reply.text.includes('access_token'), false);
        assert.equal(reply.headers['access-control-allow-origin'], undefined);
      }
    }
    for (const { status } of await asks({ 'sec-fetch-mode': 'cors' })) assert.equal(status, 200, 'Node’s own fetch');
  });

  it('attack: a proxy passes on a whole address, and the Host beside it is right', async () => {
    const path = `${tokenPath}?api-version=2018-02-01&resource=https://vault.azure.net`;
    const { header } = running.description.appService;
    const headers = { Metadata: 'true', 'X-IDENTITY-HEADER': header };
    for (const target of [
      `http://evil.example${path}`,
      `http://127.0.0.1:${port()}${path}`,
      `http://127.0.0.1:${port()}@evil.example${path}`,
      'HTTP://evil.example/appservice/msi/token?api-version=2019-08-01&resource=https://vault.azure.net',
    ]) {
      const reply = await sendToMachine(running, target, { headers });
      assert.deepEqual([reply.status, reply.text], [400, ''], target);
    }
  });

  it('a server that is tricked into fetching an address sends no Metadata header', async () => {
    for (const headers of [
      {},
      { Metadata: '' },
      { Metadata: 'True' },
      { Metadata: 'TRUE' },
      { Metadata: 'false' },
      { Metadata: '1' },
      { Metadata: ' true, true' },
      { Metadata: ['true', 'true'] },
      { 'X-Metadata': 'true' },
    ]) {
      const reply = await askImds(running, {}, headers);
      assert.deepEqual(
        [reply.status, reply.body],
        [400, { error: 'invalid_request', error_description: 'Required metadata header not specified' }],
        JSON.stringify(headers),
      );
      const compute = '/metadata/instance/compute?api-version=2021-02-01';
      assert.equal((await sendToMachine(running, compute, { headers })).status, 400);
    }
    const inQuery = `${tokenPath}?api-version=2018-02-01&resource=api://orders&Metadata=true`;
    assert.equal((await sendToMachine(running, inQuery)).status, 400);
  });

  it('nothing of a refused request is repeated', async () => {
    const mark = 'a-marked-secret';
    const replies = [
      await askImds(running, { client_id: mark, resource: mark, 'api-version': '2018-02-01' }),
      await askImds(running, { resource: mark }),
      await askImds(running, { 'api-version': mark }),
      await askImds(running, {}, { Metadata: mark }),
      await askImds(running, {}, { Metadata: 'true', 'x-forwarded-for': mark, [`x-forwarded-${mark}`]: mark }),
      await askAppService(running, { resource: mark }, { 'X-IDENTITY-HEADER': mark }),
      await askAppService(running, { mi_res_id: mark }),
      await sendToMachine(running, `/${mark}?${mark}`, {
        headers: { Metadata: 'true', 'x-ms-client-request-id': mark },
      }),
    ];
    for (const { status, text, headers } of replies) {
      assert.ok(status >= 400);
      assert.equal(text.includes(mark) || JSON.stringify(headers).includes(mark), false, text);
    }
    assert.equal(JSON.stringify(running.events).includes(mark), false);
  });
});
