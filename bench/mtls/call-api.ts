import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createAuthority } from '@holdfast/authority';
import { createConfidentialClient, createDownstreamApi } from '@holdfast/node';
import { createMtlsPool, parsePemCertificate } from '@holdfast/node/mtls';
import { Pool } from 'undici';
import type { Caller } from './callers.ts';
import { makePemPair } from './certificates.ts';

/** Callers of one API: with everything that a bound call takes, and with nothing but the bytes of it. */
export interface ApiCallers {
  readonly downstreamApi: Caller;
  readonly bareUndici: Caller;
  close(): Promise<void>;
}

const scopes = ['api://orders/.default'];

/** Starts a real authority, the API, and whoever calls it; the token is at hand. */
export async function startApiCallers(): Promise<ApiCallers> {
  const authority = await createAuthority();
  const { sts, tenants, applications } = await authority.listen();
  const daemon = applications.find(({ name }) => name === 'daemon');
  const { certPem, keyPem } = await authority.certificates.clientCertificate('daemon');
  const certificate = parsePemCertificate({ certificate: certPem, privateKey: keyPem });
  const server = await makePemPair('localhost');
  const child = fork(join(import.meta.dirname, 'serve-mtls.ts'), { execArgv: ['--conditions=source'] });
  child.send(server);
  const [port] = (await once(child, 'message')) as [number];
  const baseUrl = `https://localhost:${port}`;

  const client = createConfidentialClient({
    authority: `${sts}/${tenants[0]?.id}`,
    clientId: daemon?.clientId ?? '',
    ca: authority.certificates.caPem,
    clientCredentials: [{ kind: 'certificate', certificate }],
  });
  const mtlsPool = createMtlsPool({ ca: server.certificate });
  const api = createDownstreamApi({ client, baseUrl, scopes, mtlsPool, tokenBinding: { certificate } });
  const { accessToken } = await client.acquireTokenForClient({ scopes, authenticationScheme: 'mtls_pop' });
  const tls = { ca: server.certificate, cert: certPem, key: keyPem };
  const pool = new Pool(baseUrl, { connect: tls, allowH2: false });
  const headers = { accept: 'application/json', authorization: `mtls_pop ${accessToken}` };
  return {
    downstreamApi: { name: 'Holdfast, downstream API', call: (path) => api.get(path) },
    bareUndici: {
      name: 'undici Pool.request',
      call: async (path) => (await pool.request({ path, method: 'GET', headers })).body.json(),
    },
    async close() {
      child.disconnect();
      await Promise.all([mtlsPool.close(), pool.destroy(), client.close()]);
      await authority.close();
    },
  };
}
