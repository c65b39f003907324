import type { ProofPolicy } from '../binding/decide-binding.ts';
import { readList } from './check-values.ts';

/**
 * Reads the origins of the API as the hosts that proofs must name: lower case, with the port unless it is 443.
 *
 * https only: behind a TLS terminator the origin is what callers see, not what this process listens on.
 */
export function readHosts(
  origins: string | readonly string[] | undefined,
  policy: ProofPolicy,
): readonly [string, ...string[]] {
  // Never compared with anything: a proof does not reach the proof room under this policy.
  if (origins === undefined && policy === 'bearer-only') return ['invalid'];
  const [first, ...rest] = readList('origins', origins);
  return [hostOf(first), ...rest.map(hostOf)];
}

function hostOf(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  // `url.origin` has neither path, query, fragment nor user; letter case and :443 are the only freedom.
  const isBare = url !== undefined && url.href === `${url.origin}/` && /^https:\/\/[^/?#@*\\\s]+\/?$/i.test(origin);
  if (url?.protocol !== 'https:' || !isBare) throw new TypeError('origins must be of the form https://host[:port]');
  return url.host;
}
