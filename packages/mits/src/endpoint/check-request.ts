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

const tokenPath = /^\/metadata\/identity\/oauth2\/token\/?$/;

/**
 * Headers that only browsers and proxies send. Node's own fetch adds `Sec-Fetch-Mode` to every request, so that one alone says
 * nothing; a browser never sends it without `Sec-Fetch-Site`.
 */
const foreignHeader = /^(?:origin|via|forwarded|x-forwarded-.*|sec-fetch-(?!mode$).*)$/;

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
  if (!tokenPath.test(path)) throw new MitsRequestRefused('ERR_MITS_PATH');
  if (method !== 'GET') throw new MitsRequestRefused('ERR_MITS_METHOD');
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  if (names.some((name) => foreignHeader.test(name))) throw new MitsRequestRefused('ERR_MITS_BROWSER');
  const named = headerValues(rawHeaders, 'host');
  if (named.length > 1) throw new MitsRequestRefused('ERR_MITS_HOST');
  if (hosts.size > 0 && !hosts.has((named[0] ?? '').toLowerCase())) throw new MitsRequestRefused('ERR_MITS_HOST');
  return split === -1 ? '' : target.slice(split + 1);
}

/** Every value of a header, in the order of its lines; Node's own view joins some and drops others. */
export function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}
