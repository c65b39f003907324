import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMtlsPool, parsePemCertificate } from '@holdfast/node/mtls';
import { collectGarbage } from '@holdfast/testing';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { fingerprintOf, startMutualServer } from './tls-server.ts';

const root = await makeCertificate({ kind: 'ec', name: 'root' });
const serverCertificate = await makeCertificate({ kind: 'ec', issuer: root });
const [ada, grace] = [
  parsePemCertificate(await makeCertificate({ kind: 'ec', name: 'ada', issuer: root })),
  parsePemCertificate(await makeCertificate({ kind: 'ec', name: 'grace', issuer: root })),
];

/** A server that ends every connection after its first answer, so that each request makes a new one. */
const startForgetful = (maxVersion: 'TLSv1.2' | 'TLSv1.3') =>
  startMutualServer(serverCertificate, {
    maxVersion,
    answer: (request, response) => {
      request.resume();
      response.setHeader('connection', 'close').end(fingerprintOf(request));
    },
  });

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  describe(`sessions of ${version}`, () => {
    it('are resumed by every connection after the first, also when garbage was collected in between', async () => {
      const server = await startForgetful(version);
      const pool = createMtlsPool({ ca: root.certificate });
      const transport = pool.transport(ada);
      for (let turn = 0; turn < 10; turn++) {
        // On a resumed session the server still knows who the client is.
        assert.equal(await (await transport(new Request(server.origin))).text(), ada.x5tS256);
        collectGarbage();
      }
      assert.deepEqual(server.connections, { made: 10, resumed: 9 });
      await pool.close();
      await server.close();
    });

    it('are never resumed under another certificate, nor by another pool', async () => {
      const server = await startForgetful(version);
      const [one, other] = [createMtlsPool({ ca: root.certificate }), createMtlsPool({ ca: root.certificate })];
      for (const [pool, client] of [
        [one, ada],
        [one, grace],
        [other, ada],
      ] as const) {
        assert.equal(await (await pool.transport(client)(new Request(server.origin))).text(), client.x5tS256);
      }
      assert.deepEqual(server.connections, { made: 3, resumed: 0 });
      await one.close();
      await other.close();
      await server.close();
    });
  });
}
