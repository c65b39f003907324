import type { RefreshReason, TokenQuery } from '@holdfast/oauth';

/** Who asks for a token: an application by itself, the identity that the platform made for a machine, or one that was assigned to it. */
export type AskingClient = 'confidential' | 'system-assigned' | 'user-assigned';

/** What is told beside the query. */
export interface CurrentTelemetryFacts {
  readonly client: AskingClient;
  /** Whether tokens are shared with other processes. */
  readonly isCacheShared: boolean;
  /** The region of Azure that the request goes to, where the application chose one. @default none */
  readonly region?: string | undefined;
}

const apiIds: Readonly<Record<AskingClient, number>> = {
  confidential: 1004,
  'system-assigned': 1015,
  'user-assigned': 1016,
};

// 5, a cache that is switched off, is missing: this one cannot be.
const cacheInfos: Readonly<Record<RefreshReason, number>> = {
  'force-refresh': 1,
  claims: 1,
  'token-hash': 1,
  revoked: 1,
  'no-cached-token': 2,
  expired: 3,
  proactive: 4,
};

/**
 * Writes `x-client-current-telemetry`: why a token is asked for, in the numbers that Entra counts MSAL's requests by. Nothing but numbers and the
 * name of a region is in it.
 *
 * `5|api id, cache, region, source of the region, outcome|shared cache, legacy cache, token type, calling SDK, its version, managed certificate`; what
 * is not known here is left empty.
 */
export function buildCurrentTelemetry(query: TokenQuery, facts: CurrentTelemetryFacts): string {
  const { client, region, isCacheShared } = facts;
  const place = region === undefined ? ['', '', ''] : [region, regionSources.none, regionOutcomes.chosenByUser];
  const request = [apiIds[client], readCacheInfo(query), ...place];
  const platform = [isCacheShared ? 1 : 0, 0, readTokenType(query), '', '', ''];
  return `5|${request.join(',')}|${platform.join(',')}`;
}

const regionSources = { none: 0 } as const;
const regionOutcomes = { chosenByUser: 6 } as const;

// With claims the cache was passed over, whatever was in it.
function readCacheInfo({ claims, reason }: TokenQuery): number {
  if (claims !== undefined) return 1;
  return reason === undefined ? 0 : cacheInfos[reason];
}

function readTokenType({ scheme }: TokenQuery): number {
  if (scheme.name === 'mtls_pop') return 6;
  if (scheme.name === 'bearer') return 1;
  // A whole key in `req_cnf` is AT-POP, a thumbprint a signed HTTP request.
  return scheme.binding?.form === 'jwk' ? 4 : 2;
}
