import { endpointMember, type MetadataContext, readMetadata, textMember } from '@holdfast/oauth/metadata';

/** What is kept of the metadata of an authority. Every address is https, at the authority or at a known origin. */
export interface AuthorityMetadata {
  /** The issuer of its id_tokens; `{tenantid}` stands in it where many tenants share the authority. */
  readonly issuer: string;
  /** Where people sign in. */
  readonly authorizationEndpoint: string;
  /** Where codes become tokens. */
  readonly tokenEndpoint: string;
  /** Where its keys are. */
  readonly jwksUri: string;
  /** Where people sign out, if it says so. */
  readonly endSessionEndpoint: string | undefined;
  /** Whether it says that its answers name their issuer: one that does not is not its answer (RFC 9207 section 2.4). */
  readonly namesIssuer: boolean;
}

/**
 * Reads an openid-configuration response for sign-in.
 *
 * Not checked: what else the authority says that it supports; it refuses what it does not.
 *
 * @throws {@link MetadataRefused} `ERR_METADATA_UNREACHABLE`, `ERR_METADATA_REFUSED`, `ERR_METADATA_MALFORMED`, `ERR_METADATA_ISSUER`, `ERR_METADATA_ENDPOINT`
 * @see OpenID Connect Discovery 1.0 section 4.2; RFC 9207 section 3
 */
export async function processMetadataResponse(
  response: Response,
  context: MetadataContext,
): Promise<AuthorityMetadata> {
  const document = await readMetadata(response, context);
  const endpoint = (name: string): string => endpointMember(document, name, context);
  return {
    issuer: textMember(document, 'issuer'),
    authorizationEndpoint: endpoint('authorization_endpoint'),
    tokenEndpoint: endpoint('token_endpoint'),
    jwksUri: endpoint('jwks_uri'),
    endSessionEndpoint: document['end_session_endpoint'] === undefined ? undefined : endpoint('end_session_endpoint'),
    namesIssuer: document['authorization_response_iss_parameter_supported'] === true,
  };
}
