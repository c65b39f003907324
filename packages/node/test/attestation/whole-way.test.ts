import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createAuthority } from '@holdfast/authority';
import { createTlsTransport } from '@holdfast/node';
import { createPossessionAttestation } from '@holdfast/node/attestation';
import { createManagedIdentityClient, type ManagedIdentityClientOptions } from '@holdfast/node/managed-identity';
import { createMtlsPool } from '@holdfast/node/mtls';
import { softTokenMissing } from '@holdfast/testing';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { openSoftToken } from '../machine-key/soft-token.ts';
import { startMutualServer } from '../mtls/tls-server.ts';

const token = openSoftToken();
const found = token as NonNullable<typeof token>;
const bound = { resource: 'https://vault.azure.net', authenticationScheme: 'mtls_pop' } as const;

describe('a managed identity whose key is in a token', { skip: softTokenMissing }, () => {
  let authority: Awaited<ReturnType<typeof createAuthority>>;
  let machine: Pick<ManagedIdentityClientOptions, 'environment' | 'ca' | 'allowedHosts'>;
  let transport: ReturnType<typeof createTlsTransport>;
  before(async () => {
    authority = await createAuthority({});
    const { imds, sts, mtlsSts } = await authority.listen();
    const ca = authority.certificates.caPem;
    transport = createTlsTransport({ ca });
    const allowedHosts = [sts, mtlsSts].map((origin) => new URL(origin).host);
    machine = { environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: imds }, ca, allowedHosts };
  });
  after(async () => {
    await transport.close();
    await authority.close();
  });

  it('gets an attested certificate, a token bound to it, and presents it to an API', async () => {
    const keyProvider = found.open();
    const isEndpointAllowed = ({ host }: URL) => machine.allowedHosts?.includes(host) === true;
    const attestation = createPossessionAttestation({ isEndpointAllowed, transport });
    const client = createManagedIdentityClient({ ...machine, keyProvider, attestation });
    const { accessToken, tokenType, bindingCertificate } = await client.acquireToken(bound);
    assert.ok(bindingCertificate !== undefined);
    assert.equal(tokenType, 'mtls_pop');
    const { cnf } = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
    assert.deepEqual(cnf, { 'x5t#S256': bindingCertificate.x5tS256 });
    const { engine } = bindingCertificate.privateKey as { readonly engine?: string };
    assert.equal(engine, 'pkcs11');

    const own = await makeCertificate();
    const api = await startMutualServer(own);
    const pool = createMtlsPool({ ca: own.certificate });
    const headers = { authorization: `mtls_pop ${accessToken}` };
    const sent = { origin: api.origin, path: '/', method: 'GET', headers } as const;
    const { body } = await pool.request(bindingCertificate, sent);
    assert.equal(await body.text(), bindingCertificate.x5tS256);
    await Promise.all([pool.close(), client.close(), api.close()]);
    await keyProvider.close();
  });

  it('is refused where hardware is asked for, before anything is sent', async () => {
    const keyProvider = found.open();
    const asking = { ...machine, keyProvider, minStrength: 'Hardware' } as const;
    const client = createManagedIdentityClient({
      ...asking,
      environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:1' },
    });
    await assert.rejects(client.acquireToken(bound), { code: 'ERR_MACHINE_KEY_STRENGTH' });
    await client.close();
    await keyProvider.close();
  });
});
