import { X509Certificate } from 'node:crypto';
import { after } from 'node:test';
import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
import { canary, type FakeReply, type Provocation } from '@holdfast/testing';
import type { managedIdentityErrors } from '../../src/errors/catalog-managed-identity.ts';
import {
  type ManagedIdentitySourceOptions,
  openManagedIdentitySource,
} from '../../src/managed-identity-source/managed-identity-source.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { serve } from '../managed-identity-source/loopback-server.ts';
import { environments, openScripted } from '../managed-identity-source/scripted-source.ts';

const guid = 'bbbbbbbb-2222-4333-8444-555555555555';
const json = { 'content-type': 'application/json' };
const inAppService = { ...environments['app-service'], IDENTITY_HEADER: canary };

const { certificate, privateKey } = await makeCertificate({ kind: 'ec', name: canary });
const server = await serve(({ url }, response) => response.end(url), { tls: { cert: certificate, key: privateKey } });
after(() => server.close());

const open = (environment: Readonly<Record<string, string>>, options: Partial<ManagedIdentitySourceOptions> = {}) =>
  openManagedIdentitySource({ identity: { kind: 'system' }, environment, hasFile: () => false, ...options });

/** Asks a source that gets one reply, with the canary for a secret, a resource, a capability and whatever the reply says. */
const ask = (reply: FakeReply, options: Partial<ManagedIdentitySourceOptions> = {}) =>
  openScripted('app-service', reply, { environment: inAppService, retries: false, ...options }).ask({
    resource: canary,
    capabilities: [canary],
    correlationId: canary,
  });

async function askPinned(thumbprint: string): Promise<unknown> {
  const source = open({
    IDENTITY_ENDPOINT: `https://localhost:${server.port}/${canary}`,
    IDENTITY_HEADER: canary,
    IDENTITY_SERVER_THUMBPRINT: thumbprint,
  });
  const asked = source.requestToken(
    { resource: canary, capabilities: [canary], correlationId: guid },
    new AbortController().signal,
  );
  return asked.finally(() => source.close());
}

const told = { error: canary, error_description: canary, correlation_id: canary, error_codes: [canary] };
const reply = { access_token: canary, expires_in: 3600 };

/** Each code of managed identity sources, with the canary in every place it could show from: variables, questions, certificates, replies. */
export const managedIdentityProvocations: Readonly<
  Record<keyof typeof managedIdentityErrors, Provocation | readonly Provocation[]>
> = {
  ERR_MANAGED_IDENTITY_ENVIRONMENT: [
    () => open({ IDENTITY_HEADER: canary }),
    () => open({ ...environments['app-service'], IDENTITY_HEADER: `${canary}\n` }),
    () => open({ ...environments['service-fabric'], IDENTITY_SERVER_THUMBPRINT: canary }),
  ],
  ERR_MANAGED_IDENTITY_ENDPOINT: [
    () => open({ ...inAppService, IDENTITY_ENDPOINT: canary }),
    () => open({ ...inAppService, IDENTITY_ENDPOINT: `https://${canary}@localhost/` }),
    () => open({ ...inAppService, IDENTITY_ENDPOINT: `http://${canary}.example/` }),
    () => open({ AZURE_POD_IDENTITY_AUTHORITY_HOST: canary }),
  ],
  ERR_MANAGED_IDENTITY_SOURCE: () => open({ MSI_ENDPOINT: canary, MSI_SECRET: canary }),
  ERR_MANAGED_IDENTITY_ID: () =>
    open(environments['service-fabric'], { identity: { kind: 'client-id', value: canary } }),
  ERR_MANAGED_IDENTITY_SCHEME: () =>
    createManagedIdentityClient({ environment: inAppService }).acquireToken({
      resource: canary,
      correlationId: canary,
      authenticationScheme: 'pop',
    }),
  ERR_MANAGED_IDENTITY_CERTIFICATE: () =>
    createManagedIdentityClient({ environment: inAppService, bearerOverCertificate: true, allowedHosts: [] }),
  ERR_MANAGED_IDENTITY_PIN: () => askPinned('0'.repeat(40)),
  ERR_MANAGED_IDENTITY_UNREACHABLE: () => ask({ fail: new Error(canary, { cause: new Error(canary) }) }),
  ERR_MANAGED_IDENTITY_TIMEOUT: () => ask({ after: new Promise(() => undefined) }, { timeoutMs: 5 }),
  ERR_MANAGED_IDENTITY_INTERRUPTED: [
    () => ask({ fail: Object.assign(new Error(canary), { code: 'ECONNRESET', input: canary }) }),
    () => ask({ fail: Object.assign(new Error(canary), { code: canary }) }),
  ],
  ERR_MANAGED_IDENTITY_FOREIGN: [
    () => ask({ body: canary, headers: { 'content-type': canary } }),
    () => ask({ status: 302, headers: { location: canary } }),
    // The pinned server is none: it answers with the path, which holds the canary.
    () => askPinned(new X509Certificate(certificate).fingerprint.replaceAll(':', '')),
  ],
  ERR_MANAGED_IDENTITY_NOT_FOUND: () =>
    ask({ status: 400, json: { ...told, error_description: `Identity not found ${canary}` } }),
  ERR_MANAGED_IDENTITY_THROTTLED: () => ask({ status: 429, json: told, headers: { 'retry-after': canary } }),
  ERR_MANAGED_IDENTITY_UNAVAILABLE: () => ask({ status: 503, json: { error: { code: canary, message: canary } } }),
  ERR_MANAGED_IDENTITY_REFUSED: () => ask({ status: 403, json: { message: canary, correlationId: canary } }),
  ERR_MANAGED_IDENTITY_REPLY: [
    () => ask({ body: canary, headers: json }),
    () => ask({ json: { ...reply, expires_on: canary } }),
    () => ask({ json: { ...reply, access_token: `${canary} ${canary}` } }),
  ],
  ERR_MANAGED_IDENTITY_EXPIRED: () => ask({ json: { ...reply, expires_in: 0 } }),
  ERR_MANAGED_IDENTITY_OTHER: () =>
    ask(
      { json: { ...reply, client_id: guid.replaceAll('b', 'c'), resource: canary } },
      { identity: { kind: 'client-id', value: guid } },
    ),
};
