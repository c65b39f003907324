import {
  type Authority,
  type AuthorityDescription,
  type AuthorityEvent,
  createAuthority,
  type DirectoryConfiguration,
  type PublicHost,
} from '@holdfast/authority';
import type { EventSink } from '@holdfast/core';
import { createTlsTransport } from '@holdfast/node';
import type { ResourceEvent } from '@holdfast/resource';
import { createGuards } from '../sample-api/guards.ts';
import { listenSampleApi } from '../sample-api/listen-sample-api.ts';

/** The services of `holdfast up`, running. */
export interface House {
  readonly description: AuthorityDescription;
  /** Origin of the sample API; absent when the directory has no API for it. */
  readonly api?: string | undefined;
  close(): Promise<void>;
}

/** What the services are started with. */
export interface HouseOptions {
  readonly directory: DirectoryConfiguration;
  readonly dataDirectory: string;
  readonly host: PublicHost;
  /** First port of the contract; 0 takes free ones. */
  readonly portBase: number;
  readonly events: EventSink<AuthorityEvent | ResourceEvent>;
}

const sampleAudience = 'api://orders';

/**
 * Starts the authority and the sample API; whatever was started is closed again when a part fails.
 *
 * @throws whatever the authority throws: data directory, ports
 */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { directory, dataDirectory, host, events } = options;
  const port = (offset: number): number => (options.portBase === 0 ? 0 : options.portBase + offset);
  const authority = await createAuthority({ directory, dataDirectory, publicHost: host, events });
  try {
    const description = await authority.listen({ stsPort: port(43), mtlsStsPort: port(44), adminPort: port(82) });
    const api = await openSampleApi(authority, { ...options, sts: description.sts, port: port(90) });
    return {
      description,
      api: api?.origin,
      async close() {
        // Together: the API may be waiting for the authority, and only the closing authority ends a delay that was injected.
        await Promise.all([api?.close(), authority.close()]);
      },
    };
  } catch (error) {
    await authority.close();
    throw error;
  }
}

interface SampleApiOptions extends Pick<HouseOptions, 'host' | 'events'> {
  readonly sts: string;
  readonly port: number;
}

async function openSampleApi(
  authority: Authority,
  options: SampleApiOptions,
): Promise<{ readonly origin: string; close(): Promise<void> } | undefined> {
  const { certificates, directory } = authority;
  const registered = directory.findApi(sampleAudience);
  const owner = directory.applications.find(({ clientId }) => clientId === registered?.clientId);
  if (registered?.clientId === undefined || owner === undefined) return undefined;
  const transport = createTlsTransport({ ca: certificates.caPem });
  const audience = [registered.clientId, sampleAudience];
  const { host, port, sts: authorityOrigin, events } = options;
  const api = await listenSampleApi({
    host,
    port,
    tls: certificates.server,
    guardsFor: (origin) =>
      createGuards({ authority: authorityOrigin, tenants: [owner.tenantId], audience, origin, transport, events }),
  });
  return {
    origin: api.origin,
    async close() {
      await api.close();
      await transport.close();
    },
  };
}
