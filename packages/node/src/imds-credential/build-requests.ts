import { ManagedIdentityUnusable } from '../errors/managed-identity-errors.ts';
import type { RequestParts } from '../managed-identity-source/ask-once.ts';
import { buildAddress, type QueryParameters } from '../managed-identity-source/build-address.ts';
import type { ManagedIdentityId } from '../managed-identity-source/identity-question.ts';
import type { PlatformMetadata } from './platform-metadata.ts';
import type { WireNames } from './wire-names.ts';

/** Who is asked, in which words, about whom. */
export interface ImdsAddress {
  readonly base: URL;
  readonly identity: ManagedIdentityId;
  readonly wire: WireNames;
  /** Headers beside those that IMDS needs. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Finds the parameter that names an identity.
 *
 * @throws {@link ManagedIdentityUnusable} `ERR_MANAGED_IDENTITY_ID` where the wire has no word for that kind of id
 */
export function nameIdentity({ identity, wire }: Pick<ImdsAddress, 'identity' | 'wire'>): QueryParameters {
  if (identity.kind === 'system') return [];
  const name = wire.idParameters[identity.kind];
  if (name === undefined) throw new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_ID', { source: 'imds' });
  return [[name, identity.value]];
}

/** Builds the question for the platform metadata. */
export function buildMetadataRequest(address: ImdsAddress, requestId: string): RequestParts {
  const { base, wire, headers } = address;
  return {
    url: buildAddress(new URL(wire.metadataPath, base), [wire.version, ...nameIdentity(address)]),
    headers: { ...headers, Metadata: 'true', 'x-ms-client-request-id': requestId },
  };
}

/** What is asked for a certificate with. */
export interface IssueFacts {
  /** base64 DER of the certificate request. */
  readonly csr: string;
  /** JWT of an attestation service. @default none */
  readonly attestationToken?: string | undefined;
  /** Tells IMDS to pass over its own cache. */
  readonly bypassCache: boolean;
  readonly metadata: PlatformMetadata;
  /** Names the request in the logs of IMDS: a GUID. */
  readonly requestId: string;
}

/** Builds the question for a certificate. `bypass_cache` is sent where the cache must be passed over, and not at all elsewhere. */
export function buildIssueRequest(address: ImdsAddress, facts: IssueFacts): RequestParts {
  const { base, wire, headers } = address;
  const { csr, attestationToken, bypassCache, metadata, requestId } = facts;
  const { vmId, vmssId } = metadata.computeUnit;
  const machine: QueryParameters = wire.machineParameter === undefined ? [] : [[wire.machineParameter, vmId ?? vmssId]];
  const query: QueryParameters = [
    wire.version,
    ...machine,
    ...nameIdentity(address),
    ['bypass_cache', bypassCache ? 'true' : undefined],
  ];
  return {
    method: 'POST',
    url: buildAddress(new URL(wire.issuePath, base), query),
    headers: {
      ...headers,
      Metadata: 'true',
      'x-ms-client-request-id': requestId,
      'Content-Type': 'application/json; charset=utf-8',
    },
    // A token that is not there is not written at all: an empty one would be a claim to be attested.
    body: JSON.stringify({ csr, attestation_token: attestationToken }),
  };
}
