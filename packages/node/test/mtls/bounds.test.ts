import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createSecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { createMtlsPool, type MtlsEvent } from '@holdfast/node/mtls';
import * as undici from 'undici';
import { createIdentities } from '../../src/mtls/certificate-identity.ts';
import { openConnections } from '../../src/mtls/open-connections.ts';
import { createOpenPools } from '../../src/mtls/open-pools.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { refusalOf } from '../certificate/refusal.ts';
import { createCertificateMint } from './many-certificates.ts';
import { startMutualServer } from './tls-server.ts';

const serverCertificate = await makeCertificate({ kind: 'ec' });
const mint = await createCertificateMint();
const server = await startMutualServer(serverCertificate);
const { origin } = server;
const ca = serverCertificate.certificate;
after(server.close);

describe('a pool is bounded', () => {
  it('by 100, for 10,000 certificates that are presented one after the other', async () => {
    const identify = createIdentities(undefined);
    const context = createSecureContext();
    const limits = { maxConnections: 1, connectTimeoutMs: 1000, silenceTimeoutMs: 1000 };
    let drained = 0;
    const pools = createOpenPools({
      maxPools: 100,
      emit: ({ name }) => {
        if (name === 'mtls.draining') drained += 1;
      },
    });
    let largest = 0;
    for (let serial = 0; serial < 10_000; serial++) {
      const certificate = mint(serial);
      const identity = identify(certificate);
      assert.equal(pools.find(identity, origin), undefined);
      const connections = openConnections(undici, { origin, context, ...limits });
      pools.add({ identity, origin, x5tS256: certificate.x5tS256, ...connections });
      largest = Math.max(largest, pools.size);
    }
    assert.deepEqual({ largest, drained }, { largest: 100, drained: 9_900 });
    await pools.close();
    assert.equal(pools.size, 0);
  });

  it('by 100, for 1,000 certificates whose requests all fail', async () => {
    const gone = await startMutualServer(serverCertificate);
    await gone.close();
    const pool = createMtlsPool({ ca });
    let largest = 0;
    for (let serial = 0; serial < 1_000; serial++) {
      const sending = pool.request(mint(serial), { origin: gone.origin, path: '/', method: 'GET' });
      assert.equal((await refusalOf(sending)).code, 'ERR_MTLS_CONNECT');
      largest = Math.max(largest, pool.size);
    }
    assert.equal(largest, 100);
    await pool.close();
  });

  it('in connections too, however many certificates are in use at once; no request is lost', async () => {
    const pool = createMtlsPool({ ca, maxPools: 8 });
    const countConnections = promisify(server.server.getConnections.bind(server.server));
    const certificates = Array.from({ length: 200 }, (_, serial) => mint(serial));
    const answers = await Promise.all(
      certificates.map(async (certificate) => (await pool.transport(certificate)(new Request(origin))).text()),
    );
    assert.deepEqual(
      answers,
      certificates.map(({ x5tS256 }) => x5tS256),
    );
    assert.equal(pool.size, 8);
    while ((await countConnections()) > 8) await new Promise((resolve) => setTimeout(resolve, 5));
    await pool.close();
    while ((await countConnections()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('and drains the pair that was not used for the longest time', async () => {
    const drained: MtlsEvent[] = [];
    const note = (event: MtlsEvent) => {
      if (event.name === 'mtls.draining') drained.push(event);
    };
    const pool = createMtlsPool({ ca, maxPools: 2, events: note });
    const [one, two, three] = [mint(1), mint(2), mint(3)];
    for (const certificate of [one, two, one, three]) {
      await (await pool.transport(certificate)(new Request(origin))).text();
    }
    assert.deepEqual(drained, [{ name: 'mtls.draining', origin, x5tS256: two.x5tS256, reason: 'evicted' }]);
    await pool.close();
  });

  it('by the connections of one pair: further requests wait their turn', async () => {
    const pool = createMtlsPool({ ca, maxConnections: 3 });
    const { made } = server.connections;
    const transport = pool.transport(mint(7));
    await Promise.all(Array.from({ length: 60 }, async () => (await transport(new Request(origin))).text()));
    assert.equal(server.connections.made - made, 3);
    await pool.close();
  });

  it('counts two readings of one certificate as one', async () => {
    const pool = createMtlsPool({ ca });
    for (const certificate of [mint(9), mint(9)]) await (await pool.transport(certificate)(new Request(origin))).text();
    assert.equal(pool.size, 1);
    await pool.close();
  });
});
