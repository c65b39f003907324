import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, createAuthority, type DirectoryConfiguration, type TokenBinding } from '@holdfast/authority';
import {
  type Bytes,
  findChallenge,
  generateSigningKey,
  parseWwwAuthenticate,
  randomBytes,
  type Transport,
} from '@holdfast/core';
import {
  type ConfidentialClientOptions,
  createBoundFetch,
  createConfidentialClient,
  createTlsTransport,
} from '@holdfast/node';
import type { RevocationFeed } from '@holdfast/resource';
import { createGuards, type GuardOptions, type Guards } from '../sample-api/guards.ts';
import { type ListeningSampleApi, listenSampleApi } from '../sample-api/listen-sample-api.ts';
import { type CarelessContext, carelessGuards, carelessOptions } from './careless.ts';
import { carelessMtlsGuards } from './careless-mtls.ts';
import { certificateOf, createCertifiedPlayer } from './certified-player.ts';
import { openRevocations } from './revocations.ts';
import type { Player, Stage } from './stage.ts';
import { createTap } from './tap.ts';
import { startThief } from './thief-process.ts';
import type { WeaknessName } from './weaknesses.ts';

const audience = 'api://orders';
const roles = ['Orders.Read', 'Orders.Write'];
const scopes = [`${audience}/.default`];

/** Builds the stage: everything real, everything private to this run, on free loopback ports. */
export async function openStage(weakness: WeaknessName | undefined): Promise<Stage> {
  let offsetMs = 0;
  const clock = (): number => Date.now() + offsetMs;
  const authority = await createAuthority({ directory: directoryOf(weakness), clock });
  const { sts, tenants, admin, adminKey } = await authority.listen();
  const wire = createTlsTransport({ ca: authority.certificates.caPem });
  const tap = createTap(wire);
  const tenant = tenants.find(({ domain }) => domain === 'contoso.example')?.id ?? '';
  const revocations = await openRevocations({ admin, adminKey, clock });
  const apis = await openApis({ authority, sts, tenant, wire, weakness, revocationFeed: revocations.feed, clock });
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-demo-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.certificates.caPem);
  const thief = startThief(caFile);
  const player = (application: string, more: Partial<ConfidentialClientOptions> = {}): Player =>
    createPlayer({
      authority,
      sts,
      application,
      options: { transport: tap.transport, clock, ...more },
      origins: apis.origins,
    });

  const mtls = { application: 'certified-daemon', origin: apis.mtlsOrigin };
  const certified = await createCertifiedPlayer({ authority, sts, scopes, clock, tap, ...mtls });

  return {
    api: apis.origins[0],
    mtlsApi: apis.mtlsOrigin,
    otherApi: apis.origins[1],
    openRoute: `${apis.origins[0]}/open/orders`,
    scopes,
    contoso: player('bound-daemon'),
    classic: player('daemon', { proofKeyAlgorithm: 'RS256' }),
    fabrikam: player('fabrikam-daemon'),
    certified,
    intruder: await certificateOf(authority, 'intruder'),
    ownKey: await generateSigningKey({ alg: 'ES256' }),
    tap,
    thief,
    clock,
    advance(seconds) {
      offsetMs += seconds * 1000;
    },
    nonce: () => knock(wire, `${apis.origins[0]}/orders`),
    async rotateSigningKey() {
      await authority.rotateKeys();
    },
    revoke: revocations.revoke,
    async close() {
      await thief.close();
      await certified.client.close();
      await apis.close();
      await revocations.feed.close();
      await authority.close();
      await wire.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// The application that gets robbed must never hold an unbound token; a careless owner merely allows it to.
function directoryOf(weakness: WeaknessName | undefined): DirectoryConfiguration {
  const tokenBinding: TokenBinding = weakness === 'unbound' ? 'allowed' : 'required';
  const grantedRoles = { [audience]: roles };
  return {
    tenants: {
      'contoso.example': {
        applications: {
          'bound-daemon': { secret: 'generate', tokenBinding, grantedRoles },
          'certified-daemon': { certificate: 'issue', tokenBinding: 'required', grantedRoles },
          intruder: { certificate: 'issue' },
          daemon: { secret: 'generate', grantedRoles },
          'orders-api': { api: { appIdUri: audience, roles } },
        },
      },
      'fabrikam.example': { applications: { 'fabrikam-daemon': { secret: 'generate', grantedRoles } } },
    },
    resources: {},
  };
}

function createPlayer(parts: {
  readonly authority: Authority;
  readonly sts: string;
  readonly application: string;
  readonly options: Partial<ConfidentialClientOptions>;
  readonly origins: readonly string[];
}): Player {
  const { authority, sts, options, origins } = parts;
  const application = authority.directory.applications.find(({ name }) => name === parts.application);
  if (application?.secret === undefined) throw new TypeError(`no application ${parts.application} on the stage`);
  const { tenantId, clientId, secret } = application;
  const client = createConfidentialClient({
    authority: `${sts}/${tenantId}`,
    clientId,
    clientSecret: secret,
    ...options,
  });
  return {
    client,
    call: createBoundFetch({ client, scopes, authenticationScheme: 'pop', origins, transport: options.transport }),
  };
}

interface ApiParts {
  readonly authority: Authority;
  readonly sts: string;
  readonly tenant: string;
  readonly wire: Transport;
  readonly weakness: WeaknessName | undefined;
  readonly revocationFeed: RevocationFeed;
  readonly clock: () => number;
}

interface OpenApis {
  readonly origins: readonly [string, string];
  readonly mtlsOrigin: string;
  close(): Promise<void>;
}

// Two APIs of one owner, the same audience at two addresses; and the first once more, asking for client certificates.
async function openApis(parts: ApiParts): Promise<OpenApis> {
  const nonceSecret = randomBytes(32);
  const first = await openApi(parts, { nonceSecret });
  const second = await openApi(parts, {
    nonceSecret,
    claimedOrigin: parts.weakness === 'host' ? first.origin : undefined,
  });
  const mutual = await openMtlsApi(parts);
  return {
    origins: [first.origin, second.origin],
    mtlsOrigin: mutual.origin,
    async close() {
      await Promise.all([first.close(), second.close(), mutual.close()]);
    },
  };
}

async function openApi(
  parts: ApiParts,
  own: { readonly nonceSecret: Uint8Array; readonly claimedOrigin?: string | undefined },
): Promise<ListeningSampleApi> {
  const { authority, weakness } = parts;
  const guardsFor = (origin: string): Guards => {
    // One owner, one secret: a nonce of one API is good at the other, so only the host in the proof keeps them apart.
    const nonce = { secret: own.nonceSecret };
    const options = carelessOptions(weakness, { ...guardOptions(parts, own.claimedOrigin ?? origin), nonce });
    return carelessGuards(weakness, createGuards(options), carelessContext(parts));
  };
  return listenSampleApi({ host: 'localhost', port: 0, tls: authority.certificates.server, guardsFor });
}

async function openMtlsApi(parts: ApiParts): Promise<ListeningSampleApi> {
  const tls = { ...parts.authority.certificates.server, clientCertificate: 'requested' } as const;
  const guardsFor = (origin: string): Guards =>
    carelessMtlsGuards(parts.weakness, createGuards(guardOptions(parts, origin)), carelessContext(parts));
  return listenSampleApi({ host: 'localhost', port: 0, tls, guardsFor });
}

function guardOptions(parts: ApiParts, origin: string): GuardOptions {
  const { authority, sts, tenant, wire, revocationFeed, clock } = parts;
  const clientId = authority.directory.findApi(audience)?.clientId;
  const audiences = clientId === undefined ? [audience] : [audience, clientId];
  return { authority: sts, tenants: [tenant], audience: audiences, origin, transport: wire, revocationFeed, clock };
}

function carelessContext({ sts, tenant, wire }: ApiParts): CarelessContext {
  const keys = `${sts}/${tenant}/discovery/v2.0/keys`;
  return { keySet: async () => (await wire(new Request(keys))).json(), earlierBody };
}

// What a caching gateway would still hold: the body of the order that was stolen on its way.
function earlierBody(): Bytes {
  return new TextEncoder().encode('{"item":"rope","quantity":1}');
}

// Anybody who knocks without a token is told a nonce.
async function knock(wire: Transport, address: string): Promise<string | undefined> {
  const response = await wire(new Request(address));
  await response.body?.cancel();
  const header = response.headers.get('www-authenticate');
  return header === null ? undefined : findChallenge(parseWwwAuthenticate(header), 'PoP')?.params.get('nonce');
}
