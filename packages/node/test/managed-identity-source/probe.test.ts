import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeTransport, type FakeReply } from '@holdfast/testing';
import { type ProbeOptions, probeManagedIdentity } from '../../src/managed-identity-source/probe.ts';
import { serve } from './loopback-server.ts';
import { environments, secretHeader } from './scripted-source.ts';

const imds = { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:8480' };

async function probe(reply: FakeReply, options: Partial<ProbeOptions> = {}) {
  const transport = createFakeTransport({ '*': reply });
  const found = await probeManagedIdentity({ environment: imds, transport, ...options });
  return { found, requests: transport.requests };
}

const absent = (code: string) => ({ available: false, source: 'imds', code: `ERR_MANAGED_IDENTITY_${code}` });

describe('probing', () => {
  it('400 to a request without the header Metadata is IMDS, asked once and without a secret', async () => {
    const { found, requests } = await probe({ status: 400, json: { error: 'invalid_request' } });
    assert.deepEqual(found, { available: true, source: 'imds', evidence: 'answer' });
    assert.equal(requests.length, 1);
    assert.equal(
      requests[0]?.request.url,
      'http://127.0.0.1:8480/metadata/identity/oauth2/token?api-version=2018-02-01',
    );
    assert.deepEqual([...(requests[0]?.headers ?? [])], []);
  });

  it('any other answer is somebody else, and is not asked again', async () => {
    for (const status of [200, 302, 401, 403, 404, 410, 429, 500, 503]) {
      const { found, requests } = await probe({ status });
      assert.deepEqual(found, absent('FOREIGN'), `${status}`);
      assert.equal(requests.length, 1);
    }
  });

  it('no answer, a refused connection', async () => {
    const silent = await probe({ after: new Promise(() => undefined) }, { timeoutMs: 10 });
    assert.deepEqual(silent.found, absent('TIMEOUT'));
    const fail = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    assert.deepEqual((await probe({ fail })).found, absent('UNREACHABLE'));
  });

  it('what the environment names is believed, and not asked: that would show it the secret', async () => {
    for (const source of ['app-service', 'service-fabric'] as const) {
      const { found, requests } = await probe({ status: 500 }, { environment: environments[source] });
      assert.deepEqual(found, { available: true, source, evidence: 'environment' });
      assert.equal(requests.length, 0);
    }
  });

  it('what cannot be used is described, not thrown', async () => {
    const rows = [
      [{ MSI_ENDPOINT: 'http://127.0.0.1:1' }, 'cloud-shell', 'SOURCE'],
      [{ IDENTITY_HEADER: secretHeader }, undefined, 'ENVIRONMENT'],
      [{ ...environments['service-fabric'], IDENTITY_SERVER_THUMBPRINT: 'x' }, 'service-fabric', 'ENVIRONMENT'],
      [{ ...environments['app-service'], IDENTITY_ENDPOINT: 'http://10.0.0.1/' }, 'app-service', 'ENDPOINT'],
      [{ AZURE_POD_IDENTITY_AUTHORITY_HOST: 'imds' }, 'imds', 'ENDPOINT'],
    ] as const;
    for (const [environment, source, code] of rows) {
      const { found, requests } = await probe({ status: 400 }, { environment });
      assert.deepEqual(found, { available: false, source, code: `ERR_MANAGED_IDENTITY_${code}` });
      assert.equal(requests.length, 0);
    }
  });

  it('the caller who leaves gets its own reason', async () => {
    const reason = new Error('the caller left');
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const waiting = probe({ after: new Promise(() => undefined) }, options);
    setTimeout(() => controller.abort(reason), 10);
    await assert.rejects(waiting, (error) => error === reason);
    await assert.rejects(probe({ status: 400 }, options), (error) => error === reason);
  });

  it('a misspelt option stops it', async () => {
    for (const wrong of [{ timeout: 5 }, { timeoutMs: 0 }, { timeoutMs: '5' }, { transport: 'x' }]) {
      await assert.rejects(probeManagedIdentity(wrong as ProbeOptions), TypeError);
    }
  });

  it('over real sockets: there, something else, nobody', async () => {
    const at = (port: number) => ({ environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://127.0.0.1:${port}` } });
    for (const status of [400, 404]) {
      const server = await serve((request, response) => {
        const hasHeader = request.headers['metadata'] !== undefined;
        response.writeHead(hasHeader ? 500 : status).end('x'.repeat(100_000));
      });
      assert.equal((await probeManagedIdentity(at(server.port))).available, status === 400);
      await server.close();
      assert.deepEqual(await probeManagedIdentity(at(server.port)), absent('UNREACHABLE'));
    }
  });
});
