import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { createFakeClock, type FakeClock } from '@holdfast/testing';
import type { ManagedIdentityClientOptions, ManagedIdentityEvent } from '../../src/managed-identity/client-options.ts';
import {
  createManagedIdentityClient,
  type ManagedIdentityClient,
} from '../../src/managed-identity/managed-identity-client.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';

export type Kind = 'service-fabric' | 'app-service' | 'imds';

export const vault = 'https://vault.azure.net';
export const graph = 'https://graph.microsoft.com';
export const worker = '6d2f9f5c-4c0e-4d26-8a53-0c3b6f1f9b11';

/** The endpoint of a platform, on loopback: it keeps one token for each resource and identity, until it is told that it is refused. */
export interface Platform {
  readonly environment: Readonly<Record<string, string>>;
  /** The queries it was asked, in order, and the secret that came along. */
  readonly requests: { readonly query: URLSearchParams; readonly headers: Readonly<Record<string, unknown>> }[];
  /** Answers with this status instead, until it is undefined again. */
  status: number | undefined;
  headers: Readonly<Record<string, string>>;
  /** Held back until this settles. */
  after: Promise<unknown> | undefined;
  /** Whether it heeds the hash of a refused token. */
  heeds: boolean;
  /** What tokens live, in seconds. */
  lifeSeconds: number;
  close(): Promise<void>;
}

const pinned = await makeCertificate({ kind: 'ec', name: 'node-0' });
const thumbprint = new X509Certificate(pinned.certificate).fingerprint.replaceAll(':', '');
const open: (() => Promise<void>)[] = [];
after(async () => {
  await Promise.all(open.map((close) => close()));
});

/** Serves one platform over real sockets: Service Fabric over TLS with the certificate that it pins. */
export async function startPlatform(kind: Kind, clock: FakeClock): Promise<Platform> {
  const kept = new Map<string, string>();
  let issued = 0;
  const tokenFor = (name: string, refused: string | null): string => {
    const present = kept.get(name);
    const isRefused = platform.heeds && present !== undefined && sha256(present) === refused;
    if (present !== undefined && !isRefused) return present;
    issued += 1;
    const token = `${Buffer.from(name).toString('base64url')}.${issued}.signature`;
    kept.set(name, token);
    return token;
  };
  const server = await serve(async ({ url = '', headers }, response) => {
    const query = new URL(url, 'http://localhost').searchParams;
    platform.requests.push({ query, headers });
    const { status = 200, after: gate } = platform;
    const parts = [...query].filter(([name]) => name !== 'token_sha256_to_refresh' && name !== 'xms_cc');
    const access_token = tokenFor(JSON.stringify(parts), query.get('token_sha256_to_refresh'));
    await gate;
    for (const [name, value] of Object.entries(platform.headers)) response.setHeader(name, value);
    response.writeHead(status, { 'content-type': 'application/json' });
    const expires_on = String(Math.floor(clock() / 1000) + platform.lifeSeconds);
    const reply = { access_token, expires_on, resource: query.get('resource'), token_type: 'Bearer' };
    response.end(JSON.stringify(status === 200 ? reply : { error: 'server_error', error_description: 'away' }));
  }, kind === 'service-fabric');
  const platform: Platform = {
    environment: environmentOf(kind, server.port),
    requests: [],
    status: undefined,
    headers: {},
    after: undefined,
    heeds: true,
    lifeSeconds: 3600,
    close: server.close,
  };
  open.push(server.close);
  return platform;
}

async function serve(answer: RequestListener, isPinned: boolean) {
  const tls = { key: pinned.privateKey, cert: pinned.certificate };
  const server = isPinned ? createTlsServer(tls, answer) : createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function environmentOf(kind: Kind, port: number): Readonly<Record<string, string>> {
  const IDENTITY_HEADER = '8f3b6f1e-2d0c-4f7a-9b57-0c6a8a1d2e3f';
  switch (kind) {
    case 'imds':
      return { AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://127.0.0.1:${port}` };
    case 'app-service':
      return { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`, IDENTITY_HEADER };
    case 'service-fabric':
      return {
        IDENTITY_ENDPOINT: `https://localhost:${port}/metadata/identity/oauth2/token`,
        IDENTITY_HEADER,
        IDENTITY_SERVER_THUMBPRINT: thumbprint,
      };
  }
}

/** A client and its platform, with a clock that stands still. */
export interface IdentityBench {
  readonly client: ManagedIdentityClient;
  readonly platform: Platform;
  readonly clock: FakeClock;
  readonly events: ManagedIdentityEvent[];
  /** Another client of the same platform. */
  another(options?: ManagedIdentityClientOptions): ManagedIdentityClient;
}

export async function createIdentityBench(
  kind: Kind,
  options: ManagedIdentityClientOptions = {},
): Promise<IdentityBench> {
  const clock = createFakeClock();
  const platform = await startPlatform(kind, clock);
  const events: ManagedIdentityEvent[] = [];
  const another = (more: ManagedIdentityClientOptions = {}): ManagedIdentityClient => {
    const client = createManagedIdentityClient({
      environment: platform.environment,
      clock,
      events: (event) => events.push(event),
      disableInternalRetries: true,
      ...options,
      ...more,
    });
    open.unshift(client.close);
    return client;
  };
  return { client: another(), platform, clock, events, another };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The hash that the last request carried, or null. */
export const toldHash = ({ requests }: Platform): string | null =>
  requests.at(-1)?.query.get('token_sha256_to_refresh') ?? null;
