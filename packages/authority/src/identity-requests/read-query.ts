import { IdentityRefused } from '../errors/identity-refused.ts';
import { acceptCapabilities } from '../forms/capability-names.ts';
import { decodeFormText } from '../forms/form.ts';
import { splitPairs } from '../forms/split-pairs.ts';
import type { IdentityName } from '../identity-tokens/identity-name.ts';

/** The query of a request: names as they are compared, each at most once. */
export type IdentityQuery = ReadonlyMap<string, string>;

const longestQuery = 8192;

/**
 * Takes the query of a request apart, and refuses what two readers could read differently.
 *
 * Clients spell the same variable `client_id`, `clientid` and `clientId`, or `object_id` and `principalId`. All of them count: one that were
 * not understood would be a wish for an identity that goes unheard, and the program would get the token of another.
 *
 * @param url - the request target, with its query
 * @param refused - names of another interface that are taken for a mistake here, in small letters alone
 * @throws {@link IdentityRefused} `queryMalformed`, `parameterRepeated`, `variableUnsupported`
 */
export function readQuery(url: string, refused: readonly string[] = []): IdentityQuery {
  const at = url.indexOf('?');
  const text = at < 0 ? '' : url.slice(at + 1);
  if (text.length > longestQuery) throw new IdentityRefused('queryMalformed');
  const query = new Map<string, string>();
  for (const pair of splitPairs(text)) {
    const spelled = plainName(decode(pair.name));
    if (refused.includes(spelled)) throw new IdentityRefused('variableUnsupported');
    const name = nameOf(spelled);
    if (name === undefined) continue;
    if (query.has(name)) throw new IdentityRefused('parameterRepeated', spelling[name]);
    query.set(name, decode(pair.value));
  }
  return query;
}

/** The variables that count, as their documentation spells them. */
const spelling = {
  apiversion: 'api-version',
  credapiversion: 'cred-api-version',
  bypasscache: 'bypass_cache',
  resource: 'resource',
  clientid: 'client_id',
  objectid: 'object_id',
  miresid: 'mi_res_id',
  xmscc: 'xms_cc',
  tokensha256torefresh: 'token_sha256_to_refresh',
  format: 'format',
} as const;

type Variable = keyof typeof spelling;

const otherNames: ReadonlyMap<string, Variable> = new Map([
  ['principalid', 'objectid'],
  ['msiresid', 'miresid'],
  ['resourceid', 'miresid'],
]);

function plainName(spelled: string): string {
  return spelled.toLowerCase().replaceAll(/[_-]/g, '');
}

function nameOf(plain: string): Variable | undefined {
  return Object.hasOwn(spelling, plain) ? (plain as Variable) : otherNames.get(plain);
}

function decode(text: string): string {
  try {
    return decodeFormText(text);
  } catch (cause) {
    throw new IdentityRefused('queryMalformed', '', cause);
  }
}

/**
 * Reads the version of the interface that is asked for.
 *
 * @throws {@link IdentityRefused} `versionMissing`, `versionUnknown`
 */
export function readVersion<V extends string>(query: IdentityQuery, versions: readonly V[]): V {
  const asked = query.get('apiversion');
  if (asked === undefined || asked === '') throw new IdentityRefused('versionMissing');
  const version = versions.find((one) => one === asked);
  if (version === undefined) throw new IdentityRefused('versionUnknown');
  return version;
}

/**
 * Reads the API that a token is for.
 *
 * @throws {@link IdentityRefused} `resourceMissing`
 */
export function readResource(query: IdentityQuery): string {
  const resource = query.get('resource');
  if (resource === undefined || resource === '') throw new IdentityRefused('resourceMissing');
  return resource;
}

/**
 * Reads which identity is asked for.
 *
 * @throws {@link IdentityRefused} `identityAmbiguous`, `identityEmpty`
 */
export function readIdentityName(query: IdentityQuery): IdentityName {
  const names = [
    { kind: 'client-id', variable: 'clientid' },
    { kind: 'object-id', variable: 'objectid' },
    { kind: 'resource-id', variable: 'miresid' },
  ] as const;
  const [first, ...others] = names.filter(({ variable }) => query.has(variable));
  if (first === undefined) return { kind: 'unnamed' };
  if (others.length > 0) throw new IdentityRefused('identityAmbiguous');
  const value = query.get(first.variable) ?? '';
  if (value === '') throw new IdentityRefused('identityEmpty', spelling[first.variable]);
  return { kind: first.kind, value };
}

/** Reads what the program can do, such as answer a claims challenge: names with commas between them. */
export function readCapabilityNames(query: IdentityQuery): readonly string[] {
  return acceptCapabilities((query.get('xmscc') ?? '').split(','));
}
