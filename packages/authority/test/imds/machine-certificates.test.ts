import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { sendToMachine } from '../harness/machine-client.ts';
import { createMachineIdentity, type MachineIdentity, makeKey, metadataPath } from '../harness/machine-identity.ts';
import { claimsOf, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const day = 86_400_000;

describe('certificates of managed identities', () => {
  let running: RunningAuthority;
  let worker: MachineIdentity;
  let now = Date.now();
  const key = makeKey();
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-machine-'));
  before(async () => {
    running = await runAuthority({
      clock: () => now,
      directory: parseDirectory(
        'tenants: { contoso.example: { identities: { brief: { certificateLifetimeSeconds: 60 } } } }',
      ),
    });
    worker = createMachineIdentity(running, 'worker', () => now);
  });
  after(async () => {
    worker.close();
    await running.close();
    rmSync(folder, { recursive: true });
  });

  it('lead from platform metadata to a token that is bound to them', async () => {
    const metadata = await worker.metadata();
    assert.equal(metadata.status, 200, metadata.text);
    assert.match(String(metadata.headers['server']), /^IMDS\//);
    assert.match(String(metadata.headers['content-type']), /^application\/json/);
    const { clientId, tenantId } = worker;
    const attestationEndpoint = `${running.sts}/attestation`;
    const { cuId } = metadata.body;
    assert.deepEqual(metadata.body, { cuId, clientId, tenantId, attestationEndpoint });
    assert.match(JSON.stringify(cuId), /^\{"vmId":"[0-9a-f-]{36}"\}$/);

    const reply = await worker.credential({ csr: await worker.csr(key), attestation_token: await worker.attest(key) });
    assert.equal(reply.status, 200, reply.text);
    const { certificate, ...others } = reply.body;
    assert.deepEqual(others, {
      client_id: clientId,
      tenant_id: tenantId,
      identity_type: 'UserAssigned',
      mtls_authentication_endpoint: running.description.mtlsSts,
    });
    assert.equal(Buffer.from(String(certificate), 'base64').toString('base64'), certificate);

    const client = worker.client(key, reply);
    const token = await client.token();
    assert.equal(token.status, 200, JSON.stringify(token.body));
    assert.equal(token.body['token_type'], 'mtls_pop');
    const identity = running.description.identities.find(({ name }) => name === 'worker')!;
    const { cnf, xms_tb, xms_cc, xms_mirid, oid, sub, azp, azpacr, tid } = claimsOf(token);
    assert.deepEqual(cnf, { 'x5t#S256': client.thumbprint });
    assert.deepEqual([xms_tb, xms_cc, xms_mirid], ['mtls_pop', ['cp1'], identity.resourceId]);
    assert.deepEqual([oid, sub, azp, azpacr, tid], [identity.objectId, identity.objectId, clientId, '2', tenantId]);
    assert.deepEqual(
      running.events.filter(({ name }) => name === 'certificate.issued'),
      [
        {
          name: 'certificate.issued',
          tenantId,
          clientId,
          thumbprint: client.thumbprint,
          source: 'new',
          bypassCache: false,
          attestation: jtiOf(running),
          expiresAt: Math.floor(client.x509.validToDate.getTime() / 1000),
        },
      ],
    );
  });

  it('get an unbound token where an unbound one is asked for and allowed', async () => {
    const client = worker.client(key, await worker.credential({ csr: await worker.csr(key) }));
    const token = await client.token({ token_type: undefined });
    assert.equal(token.body['token_type'], 'Bearer');
    const { cnf, xms_tb } = claimsOf(token);
    assert.deepEqual([cnf, xms_tb], [undefined, undefined]);
  });

  it('are issued to the identity of the machine as well, named or not', async () => {
    const system = running.description.identities.find(({ name }) => name === 'system')!;
    const headers = { Metadata: 'true' };
    const { body } = await sendToMachine(running, metadataPath, { headers });
    assert.equal(body['clientId'], system.clientId);
    const own = createMachineIdentity(running, 'system', () => now);
    const reply = await own.credential({ csr: await own.csr(key) });
    assert.equal(reply.body['identity_type'], 'SystemAssigned');
    assert.equal((await own.client(key, reply).token()).status, 200);
    own.close();
  });

  it('name an identity by object id and by resource id too, in the words of version 2', async () => {
    const {
      clientId,
      objectId,
      resourceId = '',
    } = running.description.identities.find(({ name }) => name === 'worker')!;
    for (const query of [`object_id=${objectId}`, `mi_res_id=${encodeURIComponent(resourceId)}`]) {
      const { body } = await sendToMachine(running, `${metadataPath}&${query}`, { headers: { Metadata: 'true' } });
      assert.equal(body['clientId'], clientId, query);
    }
  });

  it('are what they should be, in the eyes of OpenSSL and of node', async () => {
    const reply = await worker.credential({ csr: await worker.csr(key) });
    const { x509 } = worker.client(key, reply);
    const ca = new X509Certificate(running.authority.certificates.machineCa.certPem);
    writeFileSync(join(folder, 'ca.pem'), ca.toString());
    writeFileSync(join(folder, 'leaf.pem'), x509.toString());
    const verify = ['verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', 'ca.pem', 'leaf.pem'];
    assert.equal(openssl(folder, verify).trim(), 'leaf.pem: OK');
    assert.throws(() =>
      openssl(
        folder,
        verify.map((word) => (word === 'sslclient' ? 'sslserver' : word)),
      ),
    );
    assert.match(ca.subject, /managedidentitysnissuer\.login\.microsoft\.com/);
    assert.equal(x509.subject, `DC=${worker.tenantId}\nCN=${worker.clientId}`);
    assert.ok(x509.checkPrivateKey(key.key));
    assert.equal(x509.ca, false);
    assert.deepEqual(x509.keyUsage, ['1.3.6.1.5.5.7.3.2']);
    assert.equal(x509.validToDate.getTime(), Math.floor(now / 1000) * 1000 + 7 * day);
    const text = openssl(folder, ['x509', '-in', 'leaf.pem', '-noout', '-text']);
    assert.match(text, /Key Usage: critical\s+Digital Signature\n/);
  });

  it('are given again to the same key until half of their life is over, and never with bypass_cache=true', async () => {
    const own = makeKey();
    const csr = await worker.csr(own);
    const ask = async (query = '', body: object = { csr }): Promise<unknown> =>
      (await worker.credential(body, query)).body['certificate'];
    const first = await ask();
    assert.equal(await ask(), first);
    assert.equal(await ask('', { csr: await worker.csr(own) }), first, 'another request with the same key');
    assert.equal(await ask('&bypass_cache=false'), first);
    const attested = await ask('', { csr, attestation_token: await worker.attest(own) });
    assert.notEqual(attested, first, 'an attested certificate is another one');
    const second = await ask('&bypass_cache=true');
    assert.notEqual(second, first);
    assert.notEqual(await ask('&bypass_cache=True'), second);
    const last = await ask();
    now += 3.5 * day - 1;
    assert.equal(await ask(), last);
    now += 1;
    assert.notEqual(await ask(), last);
    assert.notEqual(await ask('', { csr: await worker.csr(makeKey()) }), await ask());
  });

  it('live as long as the directory says', async () => {
    const brief = createMachineIdentity(running, 'brief', () => now);
    const client = brief.client(key, await brief.credential({ csr: await brief.csr(key) }));
    assert.equal(client.x509.validToDate.getTime(), Math.floor(now / 1000) * 1000 + 60_000);
    assert.equal((await client.token()).status, 200);
    now += 61_000;
    const refused = await client.token();
    assert.deepEqual([refused.status, refused.body], [401, { error: 'invalid_client' }]);
    const last = running.events.at(-1);
    assert.equal(last?.name === 'token.refused' && last.reason, 'machineCertificateTimeWrong');
    brief.close();
  });

  it('are made of requests that OpenSSL wrote, in either order of the name, with and without the PEM frame', async () => {
    const { body } = await worker.metadata();
    for (const subject of [
      [`DC = ${worker.tenantId}`, `CN = ${worker.clientId}`],
      [`CN = ${worker.clientId.toUpperCase()}`, `DC = ${worker.tenantId}`],
    ]) {
      const pem = requestByOpenssl(folder, { keyPem: key.keyPem, subject, computeUnit: JSON.stringify(body['cuId']) });
      assert.match(
        openssl(folder, ['req', '-in', 'request.pem', '-noout', '-verify', '-text']),
        /1\.3\.6\.1\.4\.1\.311\.90\.2\.10/,
      );
      const bare = pem.replaceAll(/-----.*-----|\s/g, '');
      for (const csr of [pem, bare]) {
        const reply = await worker.credential({ csr }, '&bypass_cache=true');
        assert.equal(reply.status, 200, reply.text);
        const { x509 } = worker.client(key, reply);
        assert.equal(x509.subject, `DC=${worker.tenantId}\nCN=${worker.clientId}`);
      }
    }
  });
});

function jtiOf(running: RunningAuthority): unknown {
  return running.events
    .map((event) => (event.name === 'certificate.issued' ? event.attestation : undefined))
    .find(Boolean);
}

function openssl(cwd: string, words: readonly string[]): string {
  return execFileSync('openssl', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function requestByOpenssl(
  folder: string,
  {
    keyPem,
    subject,
    computeUnit,
  }: { readonly keyPem: string; readonly subject: readonly string[]; readonly computeUnit: string },
): string {
  writeFileSync(join(folder, 'key.pem'), keyPem);
  writeFileSync(
    join(folder, 'req.cnf'),
    [
      '[req]',
      'string_mask = utf8only',
      'distinguished_name = dn',
      'attributes = attributes',
      'prompt = no',
      '[dn]',
      ...subject,
      '[attributes]',
      `1.3.6.1.4.1.311.90.2.10 = ${computeUnit.replaceAll('"', String.raw`\"`)}`,
    ].join('\n'),
  );
  const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'];
  const words = ['req', '-new', '-sha256', '-key', 'key.pem', '-config', 'req.cnf', ...pss];
  openssl(folder, [...words, '-out', 'request.pem']);
  return readFileSync(join(folder, 'request.pem'), 'utf8');
}
