import {
  type Authority,
  type AuthorityDescription,
  type AuthorityEvent,
  createAuthority,
  type DirectoryConfiguration,
  type PublicHost,
} from '@holdfast/authority';
import type { EventSink } from '@holdfast/core';
import type { MitsEvent } from '@holdfast/mits';
import { createTlsTransport } from '@holdfast/node';
import type { ResourceEvent } from '@holdfast/resource';
import { createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import { createGuards, type Guards } from '../sample-api/guards.ts';
import { type ListeningSampleApi, listenSampleApi } from '../sample-api/listen-sample-api.ts';
import { type ListeningMits, listenMits, type MitsEnvironment } from './mits.ts';

/** The services of `holdfast up`, running. */
export interface House {
  readonly description: AuthorityDescription;
  /** Origin of the sample API; absent when the directory has no API for it. */
  readonly api?: string | undefined;
  /** Origin of the same API where it asks for client certificates; absent with it. */
  readonly mtlsApi?: string | undefined;
  /** The environment of a program in Service Fabric; absent when the directory has no managed identity. */
  readonly mitsEnv?: MitsEnvironment | undefined;
  close(): Promise<void>;
}

/** What happens in the house. */
export type HouseEvent = AuthorityEvent | ResourceEvent | MitsEvent;

/** What the services are started with. */
export interface HouseOptions {
  readonly directory: DirectoryConfiguration;
  readonly dataDirectory: string;
  readonly host: PublicHost;
  /** First port of the contract; 0 takes free ones. */
  readonly portBase: number;
  readonly events: EventSink<HouseEvent>;
}

const sampleAudience = 'api://orders';
const feedTimeoutMs = 10_000;

/**
 * Starts the authority, the managed identity token service and the sample API, once without and once with client certificates; whatever was
 * started is closed again when a part fails.
 *
 * @throws whatever the authority throws: data directory, ports
 */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { directory, dataDirectory, host, events } = options;
  const port = (offset: number): number => (options.portBase === 0 ? 0 : options.portBase + offset);
  const authority = await createAuthority({ directory, dataDirectory, publicHost: host, events });
  let mits: ListeningMits | undefined;
  try {
    const ofAuthority = { stsPort: port(43), mtlsStsPort: port(44), imdsPort: port(80), adminPort: port(82) };
    const description = await authority.listen(ofAuthority);
    mits = await listenMits(authority, { host, sts: description.sts, port: port(81), events });
    const ports = { api: port(90), mtlsApi: port(91) };
    const apis = await openSampleApis(authority, { ...options, description, ports });
    return {
      description,
      api: apis?.api,
      mtlsApi: apis?.mtlsApi,
      mitsEnv: mits?.environment,
      async close() {
        // Together: the others may be waiting for the authority, and only the closing authority ends a delay that was injected.
        await Promise.all([apis?.close(), mits?.close(), authority.close()]);
      },
    };
  } catch (error) {
    await Promise.all([mits?.close(), authority.close()]);
    throw error;
  }
}

interface SampleApiOptions extends Pick<HouseOptions, 'host' | 'events'> {
  readonly description: AuthorityDescription;
  readonly ports: { readonly api: number; readonly mtlsApi: number };
}

interface SampleApis {
  readonly api: string;
  readonly mtlsApi: string;
  close(): Promise<void>;
}

async function openSampleApis(authority: Authority, options: SampleApiOptions): Promise<SampleApis | undefined> {
  const { certificates, directory } = authority;
  const registered = directory.findApi(sampleAudience);
  const owner = directory.applications.find(({ clientId }) => clientId === registered?.clientId);
  if (registered?.clientId === undefined || owner === undefined) return undefined;
  const transport = createTlsTransport({ ca: certificates.caPem });
  const audience = [registered.clientId, sampleAudience];
  const { host, ports, description, events } = options;
  const { sts, admin, adminKey } = description;
  let isOpen = false;
  // Over http like everybody else's: what the sample API knows, any API can know.
  const revocationFeed = createAdminRevocationFeed({
    url: `${admin}/revocations`,
    key: adminKey,
    // That it opens is part of the start, which says one line when it fails.
    events: (event) => isOpen && events(event),
  });
  const guardsFor = (origin: string): Guards =>
    createGuards({ authority: sts, tenants: [owner.tenantId], audience, origin, transport, revocationFeed, events });
  const tls = certificates.server;
  const asking = { ...tls, clientCertificate: 'requested' } as const;
  const open: ListeningSampleApi[] = [];
  const close = async (): Promise<void> => {
    await Promise.all([revocationFeed.close(), ...open.map((one) => one.close())]);
    await transport.close();
  };
  try {
    await revocationFeed.untilCurrent(AbortSignal.timeout(feedTimeoutMs));
    isOpen = true;
    const api = await listenSampleApi({ host, port: ports.api, tls, guardsFor });
    open.push(api);
    const mtlsApi = await listenSampleApi({ host, port: ports.mtlsApi, tls: asking, guardsFor });
    open.push(mtlsApi);
    return { api: api.origin, mtlsApi: mtlsApi.origin, close };
  } catch (error) {
    await close();
    throw error;
  }
}
