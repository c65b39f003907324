import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildEngineEnvironment, type MachineKey } from '@holdfast/node/machine-key';
import { createCertificateCallback, createMtlsPool } from '@holdfast/node/mtls';
import { softTokenMissing } from '@holdfast/testing';
import { buildMachineCertificate } from '../../src/certificate/machine-certificate.ts';
import { createCertificateAssertion } from '../../src/credentials/certificate-assertion.ts';
import { openSecureContext } from '../../src/mtls/secure-context.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { opensslMissing } from '../certificate/openssl.ts';
import { startMutualServer } from '../mtls/tls-server.ts';
import { issueCertificate } from './engine-certificate.ts';
import { runProgram } from './run-program.ts';
import { openSoftToken } from './soft-token.ts';

const token = openSoftToken();
const found = token as NonNullable<typeof token>;
const authority = await makeCertificate({ name: 'authority', isAuthority: true });
const server = await makeCertificate();
const skip = softTokenMissing || opensslMissing;
const issue = async (key: MachineKey) =>
  buildMachineCertificate({ certificate: await issueCertificate(key, authority), key });

describe('a certificate whose key an engine holds', { skip }, () => {
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`is presented by two pools of one process over ${maxVersion}, and by no other's session`, async () => {
      const { origin, connections, close } = await startMutualServer(server, {
        maxVersion,
        ca: authority.certificate,
        rejectUnauthorized: true,
      });
      const keys = found.open();
      const key = await keys.current();
      const certificates = [await issue(key), await issue(key)];
      const pools = [0, 1].map(() => createMtlsPool({ ca: server.certificate }));
      for (const pool of pools) {
        for (const certificate of [...certificates, ...certificates]) {
          const { body } = await pool.request(certificate, { origin, path: '/', method: 'GET' });
          assert.equal(await body.text(), certificate.x5tS256);
        }
        assert.equal(pool.size, 2);
      }
      assert.deepEqual(connections, { made: 4, resumed: 0 });
      await Promise.all(pools.map((pool) => pool.close()));
      await Promise.all([close(), keys.close()]);
    });
  }

  it('resumes the session of its own pool', async () => {
    const { origin, connections, close } = await startMutualServer(server);
    const certificate = await issue(await found.open().current());
    const pool = createMtlsPool({ ca: server.certificate });
    for (const connection of ['close', 'close', 'close']) {
      const { body } = await pool.request(certificate, { origin, path: '/', method: 'GET', headers: { connection } });
      assert.equal(await body.text(), certificate.x5tS256);
    }
    assert.deepEqual(connections, { made: 3, resumed: 2 });
    await pool.close();
    await close();
  });

  it('comes from a source like any other, and follows it', async () => {
    const { origin, close } = await startMutualServer(server);
    const key = await found.open().current();
    const given = [await issue(key), await issue(key)] as const;
    let which: 0 | 1 = 0;
    const source = createCertificateCallback({ load: () => given[which] });
    const pool = createMtlsPool({ ca: server.certificate });
    const send = async () => (await pool.transport(source)(new Request(`${origin}/`))).text();
    assert.equal(await send(), given[0].x5tS256);
    which = 1;
    source.invalidate();
    assert.equal(await send(), given[1].x5tS256);
    await pool.close();
    await close();
  });

  it('keeps the name of its key out of logs and copies, and a copy is no certificate', async () => {
    const certificate = await issue(await found.open().current());
    assert.ok(!Object.keys(certificate).includes('privateKey'));
    assert.doesNotMatch(JSON.stringify(certificate), /pkcs11/);
    const pool = createMtlsPool();
    const sent = pool.request({ ...certificate } as typeof certificate, {
      origin: 'https://localhost:1',
      path: '/',
      method: 'GET',
    });
    await assert.rejects(sent, { code: 'ERR_CLIENT_CERTIFICATE_SOURCE' });
  });

  it('must be for that key: by its public half, and by what the engine holds', async () => {
    found.makeKey('other', { id: '07' });
    const [key, other] = [await found.open().current(), await found.open({ object: 'other' }).current()];
    const certificate = await issueCertificate(key, authority);
    const mismatch = { code: 'ERR_CLIENT_CERTIFICATE_KEY_MISMATCH' };
    assert.throws(() => buildMachineCertificate({ certificate, key: other }), mismatch);
    // A key that says it is one, and names the other to the engine.
    const liar = { ...key, tlsKey: other.tlsKey };
    const belied = buildMachineCertificate({ certificate, key: liar });
    assert.throws(() => openSecureContext(belied, undefined), mismatch);
  });

  it('signs no assertions', async () => {
    const certificate = await issue(await found.open().current());
    const assert_ = createCertificateAssertion(certificate, { clock: Date.now, sendX5c: false, rsaAlgorithm: 'PS256' });
    const target = {
      issuer: 'https://login.example/',
      tokenEndpoint: 'https://login.example/token',
      clientId: 'client',
    };
    await assert.rejects(async () => assert_(target as never), { code: 'ERR_CLIENT_CERTIFICATE_KEY_HELD' });
  });
});

describe('a program with a key in a token', { skip }, () => {
  const { OPENSSL_ENGINES: _engines, PKCS11_MODULE_PATH: _module, ...bare } = process.env;
  const place = { module: found?.module, token: found?.label, object: 'mi; 1', pin: found?.pin };

  it('presents it in the environment that buildEngineEnvironment gives', async () => {
    const { origin, close } = await startMutualServer(server);
    const key = await found.open().current();
    const certificate = Buffer.from(await issueCertificate(key, authority)).toString('base64');
    const said = await runProgram({
      input: { ...place, certificate, origin, ca: server.certificate },
      environment: { ...bare, ...buildEngineEnvironment({ module: found.module }) },
    });
    const { x5tS256 } = buildMachineCertificate({ certificate: Buffer.from(certificate, 'base64'), key });
    assert.deepEqual(said, { seen: [x5tS256, x5tS256], generatedJwk: true });
    await close();
  });

  it('is told what is missing without it', async () => {
    const said = await runProgram({ input: place, environment: bare });
    assert.deepEqual(said, { code: 'ERR_PKCS11_ENGINE', generatedJwk: true });
    const blind = { ...bare, PKCS11_MODULE_PATH: found.module };
    assert.deepEqual(await runProgram({ input: place, environment: blind }), said);
  });

  it('is refused when the engine was loaded at start and breaks every other key of the process', async () => {
    const environment = { ...bare, ...buildEngineEnvironment({ module: found.module }) };
    const said = await runProgram({ input: place, environment, loadEngineAtStart: true });
    // Node 24 breaks; Node 22 does not, and has nothing to be refused for.
    const isBroken = Number(process.versions.node.split('.')[0]) >= 24;
    assert.deepEqual(said, isBroken ? { code: 'ERR_PKCS11_ENGINE', generatedJwk: false } : { generatedJwk: true });
  });
});
