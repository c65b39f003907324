import { isForeignHeader } from '@holdfast/core/foreign-headers';
import { MitsRequestRefused } from '../errors/request-refused.ts';

/** The parts of a request that say how it came here. */
export interface RequestFacts {
  /** As it was sent. */
  readonly method: string;
  /** The raw target: path and query, as they came over the wire. */
  readonly target: string;
  /** Names and values in turn, as Node keeps them. */
  readonly rawHeaders: readonly string[];
}

/** Path of the one endpoint there is. */
export const tokenPath = '/metadata/identity/oauth2/token';
// Some clients add a slash.
const tokenPaths: readonly string[] = [tokenPath, `${tokenPath}/`];

/**
 * Takes requests of programs on the node only, for the one thing there is to ask.
 *
 * Not checked: who asks, and what for.
 *
 * @param hosts - the Host headers that are answered; every one when there are none
 * @returns the raw query
 * @throws {@link MitsRequestRefused} `ERR_MITS_PATH`, `ERR_MITS_METHOD`, `ERR_MITS_HOST`, `ERR_MITS_BROWSER`
 */
export function checkRequest({ method, target, rawHeaders }: RequestFacts, hosts: ReadonlySet<string>): string {
  const split = target.indexOf('?');
  const path = split === -1 ? target : target.slice(0, split);
  if (!tokenPaths.includes(path)) throw new MitsRequestRefused('ERR_MITS_PATH');
  if (method !== 'GET') throw new MitsRequestRefused('ERR_MITS_METHOD');
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  if (names.some(isForeignHeader)) throw new MitsRequestRefused('ERR_MITS_BROWSER');
  const named = headerValues(rawHeaders, 'host');
  if (named.length > 1) throw new MitsRequestRefused('ERR_MITS_HOST');
  if (hosts.size > 0 && !hosts.has((named[0] ?? '').toLowerCase())) throw new MitsRequestRefused('ERR_MITS_HOST');
  return split === -1 ? '' : target.slice(split + 1);
}

/** Every value of a header, in the order of its lines; Node's own view joins some and drops others. */
export function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}
