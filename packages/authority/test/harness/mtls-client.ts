import { readFileSync } from 'node:fs';
import type { Form, Reply, RunningAuthority } from './running-authority.ts';
import { createTlsFetch } from './tls-fetch.ts';

/** A certificate with its key, or none. */
export type Identity = { readonly certPem: string; readonly keyPem: string } | undefined;

/** A client of the mTLS endpoint that presents one certificate. */
export interface MtlsClient {
  readonly fetch: typeof fetch;
  /** The request that MSAL.NET sends for a bound token, with changes. */
  token(changes?: Form, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  close(): void;
}

/**
 * @param name - of the application whose client id is sent
 */
export function createMtlsClient(running: RunningAuthority, identity: Identity, name = 'daemon'): MtlsClient {
  const tlsFetch = createTlsFetch(running.authority.certificates.caPem, identity);
  return {
    fetch: tlsFetch,
    token: async (changes = {}, headers = {}) => {
      const form: Form = {
        client_id: running.application(name).clientId,
        scope: 'api://orders/.default',
        grant_type: 'client_credentials',
        client_info: '2',
        token_type: 'mtls_pop',
        claims: '{"access_token":{"xms_cc":{"values":["cp1"]}}}',
        ...changes,
      };
      const sent = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const response = await tlsFetch(`${running.description.mtlsSts}/${running.tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
        body: new URLSearchParams(sent).toString(),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Reply['body'] };
    },
    close: () => tlsFetch.close(),
  };
}

/** The certificate that was issued to an application whose files the description names, or that is kept in memory. */
export async function issuedIdentity(running: RunningAuthority, name = 'daemon'): Promise<NonNullable<Identity>> {
  const { certFile, keyFile } = running.application(name);
  if (certFile === undefined || keyFile === undefined) return running.authority.certificates.clientCertificate(name);
  return { certPem: readFileSync(certFile, 'utf8'), keyPem: readFileSync(keyFile, 'utf8') };
}
