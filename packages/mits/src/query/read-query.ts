import { MitsRequestRefused } from '../errors/request-refused.ts';
import type { IdentitySelector } from '../identity/managed-identity.ts';
import { type QueryParameters, readParameters } from './read-parameters.ts';

/** What a client asks for. */
export interface TokenQuestion {
  /** Which API the token is for. */
  readonly resource: string;
  /** Which identity it is issued to. */
  readonly selector: IdentitySelector;
  /** What the client can do (`xms_cc`), each word once, in the order and letters that it said them in. */
  readonly capabilities: readonly string[];
  /** SHA-256 of the token that an API refused, in lower-case hex; undefined when none was. */
  readonly tokenHash: string | undefined;
}

/** The versions that are spoken: that of the documentation, and that of clients that were there before it. */
const apiVersions: ReadonlySet<string> = new Set(['2020-05-01', '2019-07-01-preview']);

// Documented is principalId. Other clients send the names of other managed identity sources.
const selectors = [
  ['principalid', 'object-id'],
  ['objectid', 'object-id'],
  ['clientid', 'client-id'],
  ['miresid', 'resource-id'],
  ['msiresid', 'resource-id'],
  ['resourceid', 'resource-id'],
] as const;

const visibleText = /^[\x21-\x7e]{1,1024}$/;
const capability = /^[\w.-]{1,64}$/;
const mostCapabilities = 16;
const lowerHexSha256 = /^[0-9a-f]{64}$/;

/**
 * Reads the query of a token request.
 *
 * Names count in whatever letter case, and with or without `_` and `-`: `clientid` that went unheard would be answered with the token of the
 * system's identity. Parameters that the token service does not know are ignored, since clients may add some; `claims` is refused, because a
 * client that sends it expects an effect.
 *
 * Not checked: whether the identity exists, and whether the resource does.
 *
 * @param query - what follows the question mark, as it came over the wire
 * @throws {@link MitsRequestRefused} `ERR_MITS_QUERY`, `ERR_MITS_PARAMETER_REPEATED`, `ERR_MITS_API_VERSION`, `ERR_MITS_RESOURCE`,
 * `ERR_MITS_CAPABILITIES`, `ERR_MITS_TOKEN_HASH`, `ERR_MITS_CLAIMS`, `ERR_MITS_IDENTITY_AMBIGUOUS`
 *
 * @example
 * ```ts
 * import { readQuery } from '@holdfast/mits';
 *
 * const { resource, capabilities } = readQuery('api-version=2020-05-01&resource=https://vault.azure.net&xms_cc=cp1,%20cp2,');
 * console.log(resource, capabilities); // https://vault.azure.net [ 'cp1', 'cp2' ]
 * ```
 */
export function readQuery(query: string): TokenQuestion {
  const parameters = readParameters(query);
  if (!apiVersions.has(parameters.get('apiversion') ?? '')) throw new MitsRequestRefused('ERR_MITS_API_VERSION');
  if (parameters.has('claims')) throw new MitsRequestRefused('ERR_MITS_CLAIMS');
  return {
    resource: readResource(parameters),
    selector: readSelector(parameters),
    capabilities: readCapabilityList(parameters.get('xmscc')),
    tokenHash: readTokenHash(parameters),
  };
}

function readResource(parameters: QueryParameters): string {
  const resource = parameters.get('resource') ?? '';
  if (!visibleText.test(resource)) throw new MitsRequestRefused('ERR_MITS_RESOURCE');
  return resource;
}

function readSelector(parameters: QueryParameters): IdentitySelector {
  const named = selectors.filter(([name]) => parameters.has(name));
  const [first, second] = named;
  if (first === undefined) return { by: 'none' };
  if (second !== undefined) throw new MitsRequestRefused('ERR_MITS_IDENTITY_AMBIGUOUS');
  const [name, by] = first;
  return { by, value: parameters.get(name) ?? '' };
}

// Split, trim, drop what is empty: the rule that clients are told. Words that are not known here are passed on, they may be known upstream.
function readCapabilityList(list: string | undefined): readonly string[] {
  const words = (list ?? '').split(',').map((word) => word.trim());
  const capabilities = [...new Set(words.filter((word) => word !== ''))];
  if (capabilities.length > mostCapabilities || !capabilities.every((word) => capability.test(word))) {
    throw new MitsRequestRefused('ERR_MITS_CAPABILITIES');
  }
  return capabilities;
}

function readTokenHash(parameters: QueryParameters): string | undefined {
  const hash = parameters.get('tokensha256torefresh');
  if (hash !== undefined && !lowerHexSha256.test(hash)) throw new MitsRequestRefused('ERR_MITS_TOKEN_HASH');
  return hash;
}
