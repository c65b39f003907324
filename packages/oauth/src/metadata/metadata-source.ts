import { type Clock, createLruMap, createSingleFlight, type Transport } from '@holdfast/core';
import { MetadataRefused } from '../errors/request-errors.ts';
import type { Authority } from './authority.ts';
import { metadataAddress } from './metadata-address.ts';
import { processMetadataResponse, type ServerMetadata } from './process-metadata.ts';

/** Gives the metadata of an authority, from memory for a day. */
export type MetadataSource = (authority: Authority, signal: AbortSignal) => Promise<ServerMetadata>;

/** What {@link createMetadataSource} needs. */
export interface MetadataSourceOptions {
  readonly transport: Transport;
  readonly trustedOrigins: ReadonlySet<string>;
  readonly clock: Clock;
}

interface KeptMetadata {
  readonly metadata: ServerMetadata;
  readonly freshUntil: number;
}

const freshMs = 86_400_000;
const maxTenants = 1000;

/**
 * Makes a source of metadata: one request for any number of callers, remembered for 24 hours; failures are not remembered.
 *
 * No third host is asked whether the authority exists: whoever configured it knew that.
 */
export function createMetadataSource(options: MetadataSourceOptions): MetadataSource {
  const { transport, trustedOrigins, clock } = options;
  const kept = createLruMap<KeptMetadata>(maxTenants);
  const flights = createSingleFlight<ServerMetadata>();
  return (authority, signal) => {
    const address = metadataAddress(authority);
    const found = kept.find(address);
    if (found !== undefined && clock() < found.freshUntil) return Promise.resolve(found.metadata);
    const load = async (flightSignal: AbortSignal): Promise<ServerMetadata> => {
      const request = new Request(address, {
        headers: { accept: 'application/json' },
        redirect: 'manual',
        signal: flightSignal,
      });
      const response = await sendMetadataRequest(transport, request);
      const metadata = await processMetadataResponse(response, { authority, trustedOrigins });
      kept.write(address, { metadata, freshUntil: clock() + freshMs });
      return metadata;
    };
    return flights.run(address, load, signal);
  };
}

async function sendMetadataRequest(transport: Transport, request: Request): Promise<Response> {
  try {
    return await transport(request);
  } catch (cause) {
    throw new MetadataRefused('ERR_METADATA_UNREACHABLE', { cause });
  }
}
