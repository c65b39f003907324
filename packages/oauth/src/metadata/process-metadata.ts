import { isJsonObject, type JsonObject } from '@holdfast/core';
import { MetadataRefused } from '../errors/request-errors.ts';
import { readErrorCodes } from '../http/read-error-codes.ts';
import { readJson } from '../http/read-json.ts';
import type { Authority } from './authority.ts';
import { matchIssuer } from './issuer-rule.ts';

/** What is kept of a metadata document. */
export interface ServerMetadata {
  readonly issuer: string;
  /** https address, at the authority or at a known origin. */
  readonly tokenEndpoint: string;
  /** Where the document says that client certificates are taken, as it is written there: looked at when it is needed. */
  readonly mtlsTokenEndpoint?: string | undefined;
  /** Whether the document says that tokens are bound to certificates. */
  readonly bindsToCertificates: boolean;
}

/** What a document is judged against. */
export interface MetadataContext {
  readonly authority: Authority;
  readonly trustedOrigins: ReadonlySet<string>;
}

/**
 * Reads an openid-configuration response.
 *
 * @throws {@link MetadataRefused} `ERR_METADATA_UNREACHABLE`, `ERR_METADATA_REFUSED`, `ERR_METADATA_MALFORMED`, `ERR_METADATA_ISSUER`, `ERR_METADATA_ENDPOINT`
 * @see OpenID Connect Discovery 1.0 section 4.2; RFC 8705 section 5
 */
export async function processMetadataResponse(response: Response, context: MetadataContext): Promise<ServerMetadata> {
  if (response.status !== 200) {
    throw await readRefusal(response);
  }
  const body = await readJson(response);
  if (body === undefined) throw new MetadataRefused('ERR_METADATA_MALFORMED', { detail: 'not a JSON object' });
  const issuer = textMember(body.object, 'issuer');
  const tokenEndpoint = textMember(body.object, 'token_endpoint');
  if (!matchIssuer(issuer, context.authority, context.trustedOrigins)) throw new MetadataRefused('ERR_METADATA_ISSUER');
  checkEndpoint(tokenEndpoint, context);
  const aliases = body.object['mtls_endpoint_aliases'];
  const alias = isJsonObject(aliases) ? aliases['token_endpoint'] : undefined;
  return {
    issuer,
    tokenEndpoint,
    mtlsTokenEndpoint: typeof alias === 'string' ? alias : undefined,
    bindsToCertificates: body.object['tls_client_certificate_bound_access_tokens'] === true,
  };
}

// Entra says no to a tenant it does not know with 400 and a number; anything else is a server in trouble, or not an authority.
async function readRefusal(response: Response): Promise<MetadataRefused> {
  const body = await readJson(response).catch(() => undefined);
  const errorCodes = body === undefined ? [] : readErrorCodes(body.object);
  const code = errorCodes.length === 0 ? 'ERR_METADATA_UNREACHABLE' : 'ERR_METADATA_REFUSED';
  const numbers = errorCodes.map((number) => `, AADSTS${number}`).join('');
  return new MetadataRefused(code, { detail: `status ${response.status}${numbers}`, errorCodes });
}

function textMember(document: JsonObject, name: string): string {
  const value = document[name];
  if (typeof value !== 'string' || value === '')
    throw new MetadataRefused('ERR_METADATA_MALFORMED', { detail: `member ${name}` });
  return value;
}

// The client credential goes to this address, so a document must not be able to name any host it likes.
function checkEndpoint(address: string, { authority, trustedOrigins }: MetadataContext): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isTrusted = url !== undefined && (url.origin === authority.origin || trustedOrigins.has(url.origin));
  if (!isTrusted || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new MetadataRefused('ERR_METADATA_ENDPOINT', { detail: 'token_endpoint' });
  }
}
