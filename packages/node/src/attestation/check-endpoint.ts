import { AttestationFailed } from '../errors/attestation-failed.ts';

/** Says whether a service at this address may be asked. It is asked about every address, since plain http may have named it. */
export type EndpointRule = (endpoint: URL) => boolean;

/**
 * Refuses an address that a statement must not be sent to.
 *
 * @throws {@link AttestationFailed} `ERR_ATTESTATION_ENDPOINT`
 */
export function checkEndpoint(endpoint: unknown, isEndpointAllowed: EndpointRule): void {
  const url = typeof endpoint === 'string' ? URL.parse(endpoint) : null;
  if (url === null) throw refuse('no address');
  if (url.protocol !== 'https:') throw refuse('not https');
  if (url.username !== '' || url.password !== '') throw refuse('credentials');
  // Also an empty one, which the parser takes away: what follows would be read as part of it.
  if (/[?#]/.test(String(endpoint))) throw refuse('query or fragment');
  if (isEndpointAllowed(url) !== true) throw refuse('host');
}

function refuse(detail: string): AttestationFailed {
  return new AttestationFailed('ERR_ATTESTATION_ENDPOINT', { detail });
}
