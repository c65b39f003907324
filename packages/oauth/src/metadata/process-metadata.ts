import { isJsonObject } from '@holdfast/core';
import { endpointMember, type MetadataContext, readMetadata, textMember } from './metadata-document.ts';

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

/**
 * Reads an openid-configuration response.
 *
 * @throws {@link MetadataRefused} `ERR_METADATA_UNREACHABLE`, `ERR_METADATA_REFUSED`, `ERR_METADATA_MALFORMED`, `ERR_METADATA_ISSUER`, `ERR_METADATA_ENDPOINT`
 * @see OpenID Connect Discovery 1.0 section 4.2; RFC 8705 section 5
 */
export async function processMetadataResponse(response: Response, context: MetadataContext): Promise<ServerMetadata> {
  const document = await readMetadata(response, context);
  const aliases = document['mtls_endpoint_aliases'];
  const alias = isJsonObject(aliases) ? aliases['token_endpoint'] : undefined;
  return {
    issuer: textMember(document, 'issuer'),
    tokenEndpoint: endpointMember(document, 'token_endpoint', context),
    mtlsTokenEndpoint: typeof alias === 'string' ? alias : undefined,
    bindsToCertificates: document['tls_client_certificate_bound_access_tokens'] === true,
  };
}
