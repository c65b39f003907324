import type { TokenRequestHeaders } from '@holdfast/oauth';
import { buildCurrentTelemetry, type CurrentTelemetryFacts } from './current-telemetry.ts';
import { machineHeaders } from './who-asks.ts';

/**
 * Makes the headers of token requests that say who asks, on what, and why: `x-client-SKU`, `-Ver`, `-OS`, `-CPU`, `-current-telemetry`.
 *
 * An authority writes them into its logs and decides nothing by them. Only here, in Node: a page would have to be allowed each of them, and sends such
 * facts in the body.
 *
 * @param facts - a region is told where the request goes to its endpoint, and nowhere else
 */
export function createTokenRequestHeaders({ region, ...facts }: CurrentTelemetryFacts): TokenRequestHeaders {
  return (query, tokenEndpoint) => ({
    ...machineHeaders,
    'x-client-current-telemetry': buildCurrentTelemetry(query, {
      ...facts,
      region: isInRegion(tokenEndpoint, region) ? region : undefined,
    }),
  });
}

function isInRegion(tokenEndpoint: string, region: string | undefined): boolean {
  return region !== undefined && new URL(tokenEndpoint).hostname.startsWith(`${region}.`);
}
