import { MitsRequestRefused } from '../errors/request-refused.ts';

/** Parameters of a query, decoded: names in lower case and without `_` and `-`. */
export type QueryParameters = ReadonlyMap<string, string>;

const longestQuery = 8192;

/**
 * Splits a query into parameters and decodes them; some clients encode nothing, so raw colons, slashes and commas are taken as they are.
 *
 * Every name may come once, in whatever spelling: `resource`, `Resource` and `res%6Furce` are one name, `client_id` and `clientId` another, and
 * two readers of the same query must not see two different requests.
 *
 * Not checked: which names there are, and what the values say.
 *
 * @param query - what follows the question mark, as it came over the wire
 * @throws {@link MitsRequestRefused} `ERR_MITS_QUERY`, `ERR_MITS_PARAMETER_REPEATED`
 * @see RFC 3986 section 2.1
 */
export function readParameters(query: string): QueryParameters {
  if (query.length > longestQuery) throw new MitsRequestRefused('ERR_MITS_QUERY');
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const split = pair.indexOf('=');
    const name = fold(decode(split === -1 ? pair : pair.slice(0, split)));
    if (parameters.has(name)) throw new MitsRequestRefused('ERR_MITS_PARAMETER_REPEATED');
    parameters.set(name, split === -1 ? '' : decode(pair.slice(split + 1)));
  }
  return parameters;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

function decode(text: string): string {
  try {
    // Forms write a blank as a plus, and so do many clients; one that means a plus writes %2B.
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new MitsRequestRefused('ERR_MITS_QUERY');
  }
}
