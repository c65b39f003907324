import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { decodeCompactJws } from '@holdfast/core';
import { type HoldfastProcess, startHoldfast, temporaryFolder } from '../support/holdfast-process.ts';
import { runScript } from '../support/run-script.ts';

const script = new URL('./msal-node-client.mjs', import.meta.url);

interface Outcome {
  readonly accessToken?: string;
  readonly tokenType?: string;
  readonly errorCode?: string;
  readonly errorNo?: string;
  readonly message?: string;
}

suite('@azure/msal-node, unmodified, against holdfast up', () => {
  let holdfast: HoldfastProcess;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    folder = await temporaryFolder();
    holdfast = await startHoldfast(['--data', folder.path]);
  });
  after(async () => {
    await holdfast?.stop();
    await folder?.remove();
  });

  function configuration(more: object): { auth: object } {
    const { tenantId, clientId } = holdfast.application('daemon');
    const host = new URL(holdfast.ready.sts).host;
    return { auth: { clientId, authority: `${holdfast.ready.sts}/${tenantId}`, knownAuthorities: [host], ...more } };
  }

  function acquire(auth: object, request: object = {}): Promise<Outcome> {
    return runScript<Outcome>(script, {
      caFile: holdfast.ready.caFile,
      input: { ...configuration(auth), request: { scopes: ['api://orders/.default'], ...request } },
    });
  }

  function certificate(): { certificate: X509Certificate; privateKey: string; chain: string } {
    const { certFile, keyFile, chainFile } = holdfast.application('daemon');
    assert.ok(certFile !== undefined && keyFile !== undefined && chainFile !== undefined);
    return {
      certificate: new X509Certificate(readFileSync(certFile)),
      privateKey: readFileSync(keyFile, 'utf8'),
      chain: readFileSync(chainFile, 'utf8'),
    };
  }

  test('a client secret', async () => {
    const outcome = await acquire({ clientSecret: holdfast.application('daemon').secret });
    assert.equal(outcome.tokenType, 'Bearer');
    const { payload } = decodeCompactJws(outcome.accessToken ?? '');
    assert.equal(payload['azpacr'], '1');
    assert.deepEqual((payload['roles'] as string[]).includes('Orders.Read'), true);
  });

  test('a wrong secret is AADSTS7000215 to its users', async () => {
    const outcome = await acquire({ clientSecret: 'wrong' });
    assert.equal(outcome.errorCode, 'invalid_client');
    assert.match(outcome.message ?? '', /AADSTS7000215/);
  });

  test('a certificate named by its SHA-256 thumbprint (PS256)', async () => {
    const own = certificate();
    const thumbprintSha256 = createHash('sha256').update(own.certificate.raw).digest('hex');
    const outcome = await acquire({ clientCertificate: { thumbprintSha256, privateKey: own.privateKey } });
    assert.equal(outcome.tokenType, 'Bearer', JSON.stringify(outcome));
    assert.equal(decodeCompactJws(outcome.accessToken ?? '').payload['azpacr'], '2');
  });

  test('a certificate named by its SHA-1 thumbprint (RS256)', async () => {
    const own = certificate();
    const thumbprint = createHash('sha1').update(own.certificate.raw).digest('hex');
    const outcome = await acquire({ clientCertificate: { thumbprint, privateKey: own.privateKey } });
    assert.equal(outcome.tokenType, 'Bearer', JSON.stringify(outcome));
  });

  test('a certificate with its chain (x5c)', async () => {
    const own = certificate();
    const thumbprintSha256 = createHash('sha256').update(own.certificate.raw).digest('hex');
    const outcome = await acquire({
      clientCertificate: { thumbprintSha256, privateKey: own.privateKey, x5c: own.chain },
    });
    assert.equal(outcome.tokenType, 'Bearer', JSON.stringify(outcome));
  });

  test('client capabilities arrive as xms_cc', async () => {
    const outcome = await acquire({ clientSecret: holdfast.application('daemon').secret, clientCapabilities: ['cp1'] });
    assert.deepEqual(decodeCompactJws(outcome.accessToken ?? '').payload['xms_cc'], ['cp1']);
  });

  test('a claims challenge is taken along', async () => {
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: '1604106651' } } });
    const outcome = await acquire(
      { clientSecret: holdfast.application('daemon').secret, clientCapabilities: ['cp1'] },
      { claims },
    );
    assert.equal(outcome.tokenType, 'Bearer', JSON.stringify(outcome));
  });

  test('an unknown resource is AADSTS500011', async () => {
    const outcome = await acquire(
      { clientSecret: holdfast.application('daemon').secret },
      { scopes: ['api://nobody/.default'] },
    );
    assert.match(outcome.message ?? '', /AADSTS500011/);
  });
});
