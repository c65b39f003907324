import { isJsonObject, type JsonObject, type JsonValue } from '../base/strict-json.ts';
import { ClaimsMalformed } from '../errors/claims-malformed.ts';

/**
 * Adds client capabilities to a claims request, under `access_token.xms_cc.values`.
 *
 * Everything else in the request stays as it is; a capability that is already there, in whatever letter case, is not repeated.
 *
 * @param claims - the claims request, if there is one; it is not changed
 * @param capabilities - what the client can do, such as `cp1` (it answers claims challenges)
 * @returns the merged request; `undefined` when there is nothing to ask for
 * @throws {@link ClaimsMalformed} `ERR_CLAIMS_SHAPE` when a member on the way is not an object or `null`
 * @see OpenID Connect Core section 5.5
 *
 * @example
 * ```ts
 * import { mergeClaims } from '@holdfast/core';
 *
 * console.log(JSON.stringify(mergeClaims({ access_token: { nbf: { essential: true } } }, ['cp1'])));
 * // {"access_token":{"nbf":{"essential":true},"xms_cc":{"values":["cp1"]}}}
 * ```
 */
export function mergeClaims(claims: JsonObject | undefined, capabilities: readonly string[]): JsonObject | undefined {
  if (capabilities.length === 0) return claims;
  const accessToken = readMember(claims ?? {}, 'access_token');
  const request = readMember(accessToken, 'xms_cc');
  const values = dedupe([...readValues(request), ...capabilities]);
  return { ...claims, access_token: { ...accessToken, xms_cc: { ...request, values } } };
}

/**
 * Reads the client capabilities from a claims request, as they are spelled.
 *
 * A request without them, or with a malformed member on the way, has none: clients of every age send claims requests.
 *
 * @param claims - the claims request
 *
 * @example
 * ```ts
 * import { hasCapability, readCapabilities } from '@holdfast/core';
 *
 * const announced = readCapabilities({ access_token: { xms_cc: { values: ['CP1'] } } });
 * console.log(hasCapability(announced, 'cp1')); // true: this client answers claims challenges
 * ```
 */
export function readCapabilities(claims: JsonObject): readonly string[] {
  const accessToken = claims['access_token'];
  const request = isJsonObject(accessToken) ? accessToken['xms_cc'] : undefined;
  const values = isJsonObject(request) ? request['values'] : undefined;
  return Array.isArray(values) ? dedupe(values.filter(isText)) : [];
}

/**
 * Tells whether a capability is among others, in any letter case: `CP1` and `cp1` are both in use.
 *
 * @param capabilities - what a client announced
 * @param wanted - the capability that is asked about
 */
export function hasCapability(capabilities: readonly string[], wanted: string): boolean {
  return capabilities.some((capability) => capability.toLowerCase() === wanted.toLowerCase());
}

// `null` asks for a claim without saying more (OpenID Connect Core section 5.5.1), so there is nothing to keep.
function readMember(object: JsonObject, name: 'access_token' | 'xms_cc'): JsonObject {
  const value = object[name] ?? {};
  if (!isJsonObject(value)) throw new ClaimsMalformed('ERR_CLAIMS_SHAPE', { detail: name });
  return value;
}

function readValues(request: JsonObject): readonly string[] {
  const values = request['values'] ?? [];
  if (!Array.isArray(values) || !values.every(isText)) {
    throw new ClaimsMalformed('ERR_CLAIMS_SHAPE', { detail: 'values' });
  }
  return values;
}

function dedupe(capabilities: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const capability of capabilities) {
    const name = capability.toLowerCase();
    if (!byName.has(name)) byName.set(name, capability);
  }
  return [...byName.values()];
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string';
}
