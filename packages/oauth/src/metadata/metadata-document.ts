/**
 * What an authority says about itself, judged: the documents, and the addresses in them. For packages that need other members of them
 * than a token client does.
 *
 * @example
 * ```ts
 * import { parseAuthority } from '@holdfast/oauth';
 * import { endpointMember, metadataAddress, readMetadata } from '@holdfast/oauth/metadata';
 *
 * const context = { authority: parseAuthority('https://login.example/contoso.example'), trustedOrigins: new Set<string>() };
 * const response = await fetch(metadataAddress(context.authority), { redirect: 'manual' });
 * const document = await readMetadata(response, context);
 * console.log(endpointMember(document, 'authorization_endpoint', context));
 * ```
 *
 * @packageDocumentation
 */
import type { JsonObject } from '@holdfast/core';
import { MetadataRefused } from '../errors/request-errors.ts';
import { readErrorCodes } from '../http/read-error-codes.ts';
import { readJson } from '../http/read-json.ts';
import type { Authority } from './authority.ts';
import { matchIssuer } from './issuer-rule.ts';

export { listMtlsHosts } from './entra-clouds.ts';
export { metadataAddress } from './metadata-address.ts';

/** What a document is judged against. */
export interface MetadataContext {
  /** Whom it must speak for. */
  readonly authority: Authority;
  /** Origins from `knownAuthorities`. */
  readonly trustedOrigins: ReadonlySet<string>;
}

/**
 * Reads an openid-configuration response, whose `issuer` may speak for the authority.
 *
 * Not checked: any other member; {@link endpointMember} reads addresses.
 *
 * @throws {@link MetadataRefused} `ERR_METADATA_UNREACHABLE`, `ERR_METADATA_REFUSED`, `ERR_METADATA_MALFORMED`, `ERR_METADATA_ISSUER`
 * @see OpenID Connect Discovery 1.0 section 4.2
 *
 * @example
 * ```ts
 * import { parseAuthority } from '@holdfast/oauth';
 * import { readMetadata } from '@holdfast/oauth/metadata';
 *
 * const context = { authority: parseAuthority('https://login.example/contoso.example'), trustedOrigins: new Set<string>() };
 * const address = 'https://login.example/contoso.example/v2.0/.well-known/openid-configuration';
 * const document = await readMetadata(await fetch(address), context);
 * console.log(document['issuer']);
 * ```
 */
export async function readMetadata(response: Response, context: MetadataContext): Promise<JsonObject> {
  const document = await readDocument(response);
  const issuer = textMember(document, 'issuer');
  if (!matchIssuer(issuer, context.authority, context.trustedOrigins)) throw new MetadataRefused('ERR_METADATA_ISSUER');
  return document;
}

/**
 * Reads a response of an authority as one JSON object.
 *
 * Not checked: what it says.
 *
 * @throws {@link MetadataRefused} `ERR_METADATA_UNREACHABLE`, `ERR_METADATA_REFUSED`, `ERR_METADATA_MALFORMED`
 *
 * @example
 * ```ts
 * import { parseJwkSet } from '@holdfast/core';
 * import { readDocument } from '@holdfast/oauth/metadata';
 *
 * const keys = parseJwkSet(await readDocument(await fetch('https://login.example/common/discovery/v2.0/keys')));
 * console.log(keys.length);
 * ```
 */
export async function readDocument(response: Response): Promise<JsonObject> {
  if (response.status !== 200) throw await readRefusal(response);
  const body = await readJson(response);
  if (body === undefined) throw new MetadataRefused('ERR_METADATA_MALFORMED', { detail: 'not a JSON object' });
  return body.object;
}

/**
 * Reads a member that must be text.
 *
 * Not checked: what the text says.
 *
 * @throws {@link MetadataRefused} `ERR_METADATA_MALFORMED`
 *
 * @example
 * ```ts
 * import { textMember } from '@holdfast/oauth/metadata';
 *
 * console.log(textMember({ issuer: 'https://login.example/contoso.example/v2.0' }, 'issuer'));
 * ```
 */
export function textMember(document: JsonObject, name: string): string {
  const value = document[name];
  if (typeof value !== 'string' || value === '')
    throw new MetadataRefused('ERR_METADATA_MALFORMED', { detail: `member ${name}` });
  return value;
}

/**
 * Reads a member that must be the https address of an endpoint, at the authority or at a known origin: secrets and people are sent there,
 * so a document must not be able to name any host it likes.
 *
 * Not checked: that anything answers there.
 *
 * @throws {@link MetadataRefused} `ERR_METADATA_MALFORMED`, `ERR_METADATA_ENDPOINT`
 *
 * @example
 * ```ts
 * import { parseAuthority } from '@holdfast/oauth';
 * import { endpointMember } from '@holdfast/oauth/metadata';
 *
 * const context = { authority: parseAuthority('https://login.example/contoso.example'), trustedOrigins: new Set<string>() };
 * const document = { end_session_endpoint: 'https://login.example/contoso.example/oauth2/v2.0/logout' };
 * console.log(endpointMember(document, 'end_session_endpoint', context));
 * ```
 */
export function endpointMember(document: JsonObject, name: string, context: MetadataContext): string {
  const address = textMember(document, name);
  const { authority, trustedOrigins } = context;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isTrusted = url !== undefined && (url.origin === authority.origin || trustedOrigins.has(url.origin));
  if (!isTrusted || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new MetadataRefused('ERR_METADATA_ENDPOINT', { detail: name });
  }
  return address;
}

// Entra says no to a tenant it does not know with 400 and a number; anything else is a server in trouble, or not an authority.
async function readRefusal(response: Response): Promise<MetadataRefused> {
  const body = await readJson(response).catch(() => undefined);
  const errorCodes = body === undefined ? [] : readErrorCodes(body.object);
  const code = errorCodes.length === 0 ? 'ERR_METADATA_UNREACHABLE' : 'ERR_METADATA_REFUSED';
  const numbers = errorCodes.map((number) => `, AADSTS${number}`).join('');
  return new MetadataRefused(code, { detail: `status ${response.status}${numbers}`, errorCodes });
}
