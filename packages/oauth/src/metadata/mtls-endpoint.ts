import { MetadataRefused } from '../errors/request-errors.ts';
import type { Authority } from './authority.ts';
import { findMtlsHost } from './entra-clouds.ts';
import type { ServerMetadata } from './process-metadata.ts';

/** What decides where client certificates are presented. */
export interface MtlsEndpointFacts {
  readonly authority: Authority;
  readonly trustedOrigins: ReadonlySet<string>;
  /** A region of Azure, such as `westus3`; its endpoint is asked instead of the global one. */
  readonly region?: string | undefined;
}

/**
 * Finds the token endpoint that takes client certificates: Entra's by its login host; else what the metadata names for it; else the ordinary one,
 * where the metadata says that it binds tokens to certificates.
 *
 * An address of the metadata must be at the authority's host, whatever the port, or at a known origin: a certificate that is shown to somebody
 * else gives nothing away, but a token that comes from somebody else does harm.
 *
 * @throws {@link MetadataRefused} `ERR_METADATA_MTLS` when there is none, `ERR_METADATA_ENDPOINT` when it is somebody else's
 * @see RFC 8705 section 5
 */
export function getMtlsTokenEndpoint(metadata: ServerMetadata, facts: MtlsEndpointFacts): string {
  const { authority, trustedOrigins, region } = facts;
  const { hostname } = new URL(authority.origin);
  const { pathname } = new URL(metadata.tokenEndpoint);
  const entraHost = findMtlsHost(hostname);
  if (entraHost === 'none') throw new MetadataRefused('ERR_METADATA_MTLS');
  if (entraHost !== undefined) return `https://${region === undefined ? '' : `${region}.`}${entraHost}${pathname}`;
  const { mtlsTokenEndpoint: alias } = metadata;
  if (alias !== undefined) return checkAlias(alias, { hostname, trustedOrigins });
  if (metadata.bindsToCertificates) return metadata.tokenEndpoint;
  // Clouds that only their owners know are built like the known ones, but whether this is one, only the owner can say.
  const sibling = `https://${hostname.replace(/^login\./, 'mtlsauth.')}`;
  if (!hostname.startsWith('login.') || !trustedOrigins.has(sibling)) throw new MetadataRefused('ERR_METADATA_MTLS');
  return sibling + pathname;
}

function checkAlias(
  alias: string,
  { hostname, trustedOrigins }: { readonly hostname: string; readonly trustedOrigins: ReadonlySet<string> },
): string {
  const url = URL.canParse(alias) ? new URL(alias) : undefined;
  const isTrusted = url !== undefined && (url.hostname === hostname || trustedOrigins.has(url.origin));
  if (!isTrusted || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new MetadataRefused('ERR_METADATA_ENDPOINT', { detail: 'mtls_endpoint_aliases' });
  }
  return alias;
}
