import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { issueCertificate } from '../../src/certificates/certificate-authority.ts';
import type { CertificatePair } from '../../src/certificates/certificate-pair.ts';
import { type Certificates, openCertificates } from '../../src/certificates/certificates.ts';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  X509Certificate as ParsedCertificate,
  SubjectAlternativeNameExtension,
} from '../../src/certificates/x509.ts';
import { DataCorrupt } from '../../src/errors/data-errors.ts';
import type { DataStore } from '../../src/storage/data-store.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

const dayMs = 86_400_000;

/** Asks a TLS server that uses a certificate, as a client that trusts a CA; tells the error code or `ok`. */
async function connect(
  pair: CertificatePair,
  options: { ca?: string; host?: string; servername?: string },
): Promise<string> {
  const { ca, host = '127.0.0.1', servername } = options;
  const server = createServer({ cert: pair.certPem, key: pair.keyPem }, (_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise<string>((resolve) => {
      get(
        {
          host,
          port,
          agent: false,
          ...(ca === undefined ? {} : { ca }),
          ...(servername === undefined ? {} : { servername }),
        },
        (response) => {
          response.resume();
          response.on('end', () => resolve('ok'));
        },
      ).on('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code === 'UNSPECIFIED' ? error.message : (error.code ?? error.message)),
      );
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('certificates', () => {
  let store: DataStore;
  let certificates: Certificates;
  const at = Date.now();
  before(async () => {
    store = createMemoryDataStore();
    certificates = await openCertificates({ store, at });
  });
  after(() => store.close());

  it('are accepted by a TLS client that trusts ca.pem, under every loopback name', async () => {
    const { server, caPem: ca } = certificates;
    assert.equal(await connect(server, { ca }), 'ok');
    assert.equal(await connect(server, { ca, servername: 'localhost' }), 'ok');
    assert.equal(await connect(server, { ca, host: '::1' }).catch(() => 'ok'), 'ok');
  });

  it('are refused without it, and under any other name', async () => {
    const { server, caPem: ca } = certificates;
    assert.equal(await connect(server, {}), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    assert.equal(await connect(server, { ca, servername: 'evil.example' }), 'ERR_TLS_CERT_ALTNAME_INVALID');
    assert.equal(await connect(server, { ca: certificates.clientCaPem }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('of the managed identity token service is its own authority: trusted as itself, and by trust.pem, not by ca.pem', async () => {
    const { mits, caPem } = certificates;
    const trust = await store.read('trust.pem');
    assert.equal(trust, `${caPem}${mits.certPem}`);
    for (const ca of [mits.certPem, trust!]) {
      assert.equal(await connect(mits, { ca }), 'ok');
      assert.equal(await connect(mits, { ca, servername: 'localhost' }), 'ok');
      assert.equal(await connect(mits, { ca, servername: 'evil.example' }), 'ERR_TLS_CERT_ALTNAME_INVALID');
    }
    assert.equal(await connect(certificates.server, { ca: trust! }), 'ok');
    assert.equal(await connect(mits, { ca: caPem }), 'DEPTH_ZERO_SELF_SIGNED_CERT');
    assert.equal(new X509Certificate(mits.certPem).ca, false);
    assert.equal((await openCertificates({ store, at })).mits.certPem, mits.certPem, 'kept');
  });

  it('of the server authority are worth nothing outside loopback (RFC 5280 section 4.2.1.10)', async () => {
    const ca = { certPem: certificates.caPem, keyPem: (await store.read('certs/ca-key.pem')) ?? '' };
    for (const name of [
      { type: 'dns', value: 'login.evil.example' },
      { type: 'ip', value: '10.0.0.1' },
    ] as const) {
      const extensions = [new SubjectAlternativeNameExtension([name, { type: 'dns', value: 'localhost' }])];
      const stolen = await issueCertificate(
        ca,
        { commonName: 'x', purpose: ExtendedKeyUsage.serverAuth, keyKind: 'p-256', extensions },
        at,
      );
      assert.equal(
        await connect(stolen, { ca: ca.certPem, servername: 'localhost' }),
        'permitted subtree violation',
        name.value,
      );
    }
  });

  it('of the authorities do not found further authorities (RFC 5280 section 4.2.1.9)', () => {
    for (const pem of [certificates.caPem, certificates.clientCaPem]) {
      const constraints = new ParsedCertificate(pem).getExtension(BasicConstraintsExtension);
      assert.deepEqual([constraints?.ca, constraints?.pathLength, constraints?.critical], [true, 0, true]);
    }
    assert.equal(new X509Certificate(certificates.server.certPem).ca, false);
  });

  it('for clients come from an authority of their own, and serve no server', async () => {
    const daemon = await certificates.clientCertificate('daemon');
    const certificate = new X509Certificate(daemon.certPem);
    assert.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.2']);
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.modulusLength, 2048);
    assert.equal(certificate.checkIssued(new X509Certificate(certificates.clientCaPem)), true);
    assert.equal(certificate.checkIssued(new X509Certificate(certificates.caPem)), false);
    assert.equal(daemon.chainPem, `${daemon.certPem}${certificates.clientCaPem}`);
    const asServer = await connect(daemon, { ca: certificates.clientCaPem, servername: 'localhost' });
    assert.equal(asServer, 'INVALID_PURPOSE');
  });

  it('live 90 days, and never longer than who issued them', () => {
    for (const pem of [certificates.caPem, certificates.server.certPem, certificates.clientCaPem]) {
      const { validToDate } = new X509Certificate(pem);
      assert.ok(Math.abs(validToDate.getTime() - at - 90 * dayMs) < 2000);
    }
  });

  it('are the same on the second start, and new when less than 30 days are left', async () => {
    const same = await openCertificates({ store, at: at + 59 * dayMs });
    assert.equal(same.caPem, certificates.caPem);
    assert.equal(same.server.certPem, certificates.server.certPem);
    const daemon = await same.clientCertificate('daemon');

    const later = createMemoryDataStore();
    for (const name of [
      'ca.pem',
      'certs/ca-key.pem',
      'certs/localhost.pem',
      'certs/localhost-key.pem',
      'certs/client-ca.pem',
      'certs/client-ca-key.pem',
      'certs/clients/daemon.pem',
      'certs/clients/daemon-key.pem',
    ]) {
      await later.write(name, (await store.read(name)) ?? '');
    }
    const renewed = await openCertificates({ store: later, at: at + 61 * dayMs });
    assert.notEqual(renewed.caPem, certificates.caPem);
    assert.notEqual(renewed.server.certPem, certificates.server.certPem);
    assert.notEqual((await renewed.clientCertificate('daemon')).certPem, daemon.certPem);
    assert.equal(await later.read('trust.pem'), `${renewed.caPem}${renewed.mits.certPem}`);
    assert.equal(new X509Certificate(renewed.server.certPem).checkIssued(new X509Certificate(renewed.caPem)), true);
  });

  it('are issued anew when half of a pair, or the authority above it, was replaced', async () => {
    const copy = createMemoryDataStore();
    const first = await openCertificates({ store: copy, at });
    const other = await openCertificates({ store: createMemoryDataStore(), at });
    await copy.write('certs/localhost-key.pem', other.server.keyPem);
    const second = await openCertificates({ store: copy, at });
    assert.equal(second.caPem, first.caPem);
    assert.equal(await connect(second.server, { ca: second.caPem, servername: 'localhost' }), 'ok');
    await copy.write('certs/localhost.pem', other.server.certPem);
    await copy.write('certs/localhost-key.pem', other.server.keyPem);
    const third = await openCertificates({ store: copy, at });
    assert.equal(await connect(third.server, { ca: third.caPem, servername: 'localhost' }), 'ok');
  });

  it('that cannot be read back are named (ERR_DATA_CORRUPT)', async () => {
    for (const name of ['ca.pem', 'certs/ca-key.pem', 'certs/localhost.pem', 'certs/client-ca-key.pem']) {
      const broken = createMemoryDataStore();
      await openCertificates({ store: broken, at });
      await broken.write(name, 'not PEM');
      await assert.rejects(
        openCertificates({ store: broken, at }),
        (error: unknown) => error instanceof DataCorrupt && error.file === name,
      );
    }
  });
});
