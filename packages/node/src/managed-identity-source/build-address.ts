import type { ManagedIdentityQuestion } from './identity-question.ts';

/** Names of query parameters and their values; what is `undefined` is left out. */
export type QueryParameters = readonly (readonly [name: string, value: string | undefined])[];

/**
 * Adds a query to the address of an endpoint.
 *
 * Every reserved character is percent-encoded, a blank as `%20`: some endpoints read `+` as a plus sign. The path stays as the platform wrote it.
 *
 * @see RFC 3986 section 2
 */
export function buildAddress(endpoint: URL, parameters: QueryParameters): string {
  const query = parameters.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${endpoint.origin}${endpoint.pathname}?${query.join('&')}`;
}

/** The value of `xms_cc`: capabilities with commas between them, nothing where there are none. */
export function joinCapabilities({ capabilities }: ManagedIdentityQuestion): string | undefined {
  return capabilities.length === 0 ? undefined : capabilities.join(',');
}
