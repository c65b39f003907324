import type { JsonObject, JsonValue } from '@holdfast/core';
import type { Tenant } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { issuerV1, issuerV2, tokenEndpoint } from '../origin/addresses.ts';

/** Who an assertion must be meant for. */
export interface AssertionAddressee {
  /** Origins under which the endpoint that got it is known. */
  readonly origins: readonly string[];
  readonly tenant: Tenant;
}

const skewSeconds = 300;
const longestLifeSeconds = 3600;

/**
 * Checks who made an assertion, for whom, and when.
 *
 * @param options - `at` is epoch milliseconds
 * @throws {@link TokenRefused} `assertionIssuerWrong`, `assertionAudienceWrong`, `assertionTimeWrong`
 */
export function checkAssertionClaims(
  payload: JsonObject,
  options: { readonly clientId: string; readonly expected: AssertionAddressee; readonly at: number },
): void {
  const { clientId, expected, at } = options;
  for (const name of ['iss', 'sub']) {
    const value = payload[name];
    if (typeof value !== 'string' || value.toLowerCase() !== clientId) throw new TokenRefused('assertionIssuerWrong');
  }
  if (!isAddressed(payload['aud'], expected)) throw new TokenRefused('assertionAudienceWrong');
  checkTimes(payload, Math.floor(at / 1000));
}

// One audience only: an assertion that also addresses somebody else could be replayed here by that somebody.
function isAddressed(aud: JsonValue | undefined, { origins, tenant }: AssertionAddressee): boolean {
  const [value, ...others] = Array.isArray(aud) ? (aud as readonly JsonValue[]) : [aud];
  if (typeof value !== 'string' || others.length > 0) return false;
  const accepted = origins.flatMap((origin) => [tenant.id, tenant.domain].flatMap((name) => namesOf(origin, name)));
  // The tenant may be spelled in any letter case, as in the path.
  return accepted.includes(value) || accepted.includes(value.toLowerCase());
}

function namesOf(origin: string, tenant: string): readonly string[] {
  const endpoint = tokenEndpoint(origin, tenant);
  return [endpoint, `${endpoint}/`, issuerV2(origin, tenant), issuerV1(origin, tenant)];
}

function checkTimes(payload: JsonObject, now: number): void {
  const { exp, nbf, iat } = payload;
  const end = readTime(exp);
  if (end === undefined || end <= now - skewSeconds || end > now + longestLifeSeconds + skewSeconds) refuseTime();
  for (const start of [nbf, iat]) {
    if (start === undefined) continue;
    const seconds = readTime(start);
    if (seconds === undefined || seconds > now + skewSeconds) refuseTime();
  }
}

// MSAL for Python sends fractions, and other libraries send text: tolerated at this door only.
function readTime(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,12}(\.\d{1,9})?$/.test(value) ? Number(value) : undefined;
}

function refuseTime(): never {
  throw new TokenRefused('assertionTimeWrong');
}
