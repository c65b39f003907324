import { createPrivateKey } from 'node:crypto';
import { createServer } from 'node:http';
import { Agent } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  type ApplicationDescription,
  type Authority,
  type AuthorityDescription,
  type AuthorityEvent,
  createAuthority,
  type IdentityDescription,
  parseDirectory,
} from '@holdfast/authority';
import type { SigningKey } from '@holdfast/core';
import { createNodeSigningKey } from '@holdfast/node';
import { secret } from '@holdfast/testing';
import { atEnd } from '../engine/at-end.ts';
import { Finding } from '../engine/finding.ts';
import { checkNoSecret, keepSecret } from '../secrets/check-no-secret.ts';
import { closeExchange } from './exchange.ts';

/** The address that tokens name; the servers listen elsewhere, and nothing in a request may change it. */
export const publicOrigin = 'https://authority.example:8443';
/** Stands still. It is today, because certificates live in the time of the machine. */
export const nowMs: number = Date.now();

const daemonSecret = 'fuzz8Q~daemonSecretOfFortyCharacters0123';

const directory = `
defaults: none
tenants:
  contoso.example:
    applications:
      daemon:
        secret: "${daemonSecret}"
        certificate: issue
        grantedRoles: { "api://orders": [Orders.Read] }
      bound-only: { secret: "${daemonSecret}", tokenBinding: required }
      bearer-only: { secret: "${daemonSecret}", tokenBinding: forbidden }
      page: { kind: public, consent: granted, redirectUris: ["http://localhost:5173/"] }
      bound-page: { kind: public, consent: granted, redirectUris: ["http://localhost:5173/"], tokenBinding: required }
      orders-api:
        api: { appIdUri: "api://orders", scopes: [read], roles: [Orders.Read], accessTokenLifetimeSeconds: 9000 }
    identities:
      system: { kind: system-assigned, grantedRoles: { "api://orders": [Orders.Read] } }
      worker: {}
    users:
      ada@contoso.example: { password: "user8Q~passwordOfThirtyTwoLetters" }
      grace@contoso.example: { password: "user9Q~passwordOfThirtyTwoLetters" }
  fabrikam.example: { applications: { other: { secret: "${daemonSecret}x" } } }
resources:
  https://vault.example: { accessTokenVersion: 1 }
  api://bound: { tokenBinding: required }
`;

/** An authority in this process: its STS on plain loopback HTTP, its admin service where it always is. */
export interface FuzzAuthority {
  readonly stsPort: number;
  /** The endpoint that asks for client certificates, over TLS. */
  readonly mtlsPort: number;
  /** The services of the machine. */
  readonly machinePort: number;
  readonly appServiceHeader: string;
  readonly identities: readonly IdentityDescription[];
  readonly adminPort: number;
  readonly adminKey: string;
  readonly tenantId: string;
  readonly daemonSecret: string;
  readonly application: (name: string) => ApplicationDescription;
  /** Key and certificate (PEM) of `daemon`. */
  readonly assertionKey: SigningKey;
  readonly certificatePem: string;
  /** Presents that certificate. */
  readonly mtlsAgent: Agent;
  /** `Cookie` line of a browser in which `ada@contoso.example` is signed in. */
  readonly sessionCookie: () => Promise<string>;
  /** Fails when an event since the last call shows a secret, or tells of a failure that nobody foresaw. */
  readonly expectCalmEvents: () => void;
}

let opened: Promise<FuzzAuthority> | undefined;

/** Opens the authority once; every target uses the same. */
export function openFuzzAuthority(): Promise<FuzzAuthority> {
  opened ??= open();
  return opened;
}

async function open(): Promise<FuzzAuthority> {
  const events: AuthorityEvent[] = [];
  const authority = await createAuthority({
    directory: parseDirectory(directory),
    publicOrigin,
    clock: () => nowMs,
    // The clock stands still, so that nothing is worth waiting for.
    wait: async () => undefined,
    events: (event) => events.push(event),
  });
  const description = await authority.listen();
  const server = createServer(authority.handlers.sts);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const daemon = await openDaemon(authority);
  atEnd(async () => {
    closeExchange();
    daemon.mtlsAgent.destroy();
    server.closeAllConnections();
    server.close();
    await authority.close();
  });
  keepSecrets(description);
  const { mtlsSts, imds, appService, admin, adminKey, tenants, applications, identities } = description;
  return {
    stsPort: (server.address() as AddressInfo).port,
    mtlsPort: Number(new URL(mtlsSts).port),
    machinePort: Number(new URL(imds).port),
    appServiceHeader: appService.header,
    identities,
    adminPort: Number(new URL(admin).port),
    adminKey,
    tenantId: tenants[0]?.id ?? '',
    daemonSecret,
    application: (name) => {
      const found = applications.find((application) => application.name === name);
      if (found === undefined) throw new Error(`no application ${name}`);
      return found;
    },
    ...daemon,
    sessionCookie: createSessionOnce(description),
    expectCalmEvents: () => {
      for (const event of events.splice(0)) expectCalm(event);
    },
  };
}

function createSessionOnce({ admin, adminKey }: AuthorityDescription): () => Promise<string> {
  let cookie: Promise<string> | undefined;
  const create = async (): Promise<string> => {
    const response = await fetch(`${admin}/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'ada@contoso.example' }),
    });
    const { name, value } = (await response.json()) as { readonly name: string; readonly value: string };
    keepSecret(secret('session cookie', value));
    return `${name}=${value}`;
  };
  return () => {
    cookie ??= create();
    return cookie;
  };
}

/** Key and certificate of `daemon`, and a connection that presents it. */
async function openDaemon({
  certificates,
}: Authority): Promise<Pick<FuzzAuthority, 'assertionKey' | 'certificatePem' | 'mtlsAgent'>> {
  const { certPem, keyPem } = await certificates.clientCertificate('daemon');
  keepSecret(secret('application key', keyPem.replaceAll(/-----.*-----|\n/g, '')));
  const mtlsAgent = new Agent({
    keepAlive: true,
    maxSockets: 4,
    ca: certificates.caPem,
    cert: certPem,
    key: keyPem,
    // Whatever Host header a message has.
    servername: 'localhost',
  });
  const assertionKey = await createNodeSigningKey('PS256', createPrivateKey(keyPem));
  return { assertionKey, certificatePem: certPem, mtlsAgent };
}

function keepSecrets({ adminKey, appService, users }: AuthorityDescription): void {
  keepSecret(secret('application secret', daemonSecret));
  keepSecret(secret('admin key', adminKey));
  keepSecret(secret('app service header', appService.header));
  for (const { password } of users) keepSecret(secret('password', password));
}

function expectCalm(event: AuthorityEvent): void {
  // It tells what is revoked, whatever somebody wrote there.
  if (event.name !== 'revocation.added') checkNoSecret(event);
  if (event.name === 'request.failed') throw new Finding(`the authority failed: ${event.errorName}`);
}
