import { type ErrorDetails, HoldfastError } from '@holdfast/core';

/** Why {@link TenantRequired} is thrown. */
export const tenantErrors = {
  ERR_TENANT_REQUIRED: {
    meaning: 'A client acting for itself needs one tenant',
    mend: 'Name the tenant by its GUID or domain in the authority or in tenantId; common, organizations and consumers have no application of yours.',
  },
} as const;

/** The authority names no single tenant, and the request names none either. */
export class TenantRequired extends HoldfastError<'ERR_TENANT_REQUIRED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TENANT_REQUIRED', tenantErrors.ERR_TENANT_REQUIRED, options);
  }
}

/** Why {@link TokenHashRefused} is thrown. */
export const tokenHashErrors = {
  ERR_TOKEN_HASH_MALFORMED: {
    meaning: 'The hash of the token to refresh is malformed',
    mend: 'Give the SHA-256 of the access token as 64 lower-case hexadecimal digits.',
  },
  ERR_FORCE_REFRESH_WITH_TOKEN_HASH: {
    meaning: 'forceRefresh and accessTokenSha256ToRefresh were given together',
    mend: 'Give one of them: the hash refreshes only the token it names.',
  },
} as const;

/** Codes of {@link TokenHashRefused}. */
export type TokenHashCode = keyof typeof tokenHashErrors;

/** `accessTokenSha256ToRefresh` is malformed or contradicts another option. */
export class TokenHashRefused extends HoldfastError<TokenHashCode> {
  constructor(code: TokenHashCode, options?: ErrorDetails) {
    super(code, tokenHashErrors[code], options);
  }
}

/** Why {@link ClientAssertionMissing} is thrown. */
export const clientAssertionErrors = {
  ERR_CLIENT_ASSERTION: {
    meaning: 'The client assertion callback did not return an assertion',
    mend: 'Return the assertion as a non-empty string.',
  },
} as const;

/** The callback that makes client assertions returned something else. */
export class ClientAssertionMissing extends HoldfastError<'ERR_CLIENT_ASSERTION'> {
  constructor(options?: ErrorDetails) {
    super('ERR_CLIENT_ASSERTION', clientAssertionErrors.ERR_CLIENT_ASSERTION, options);
  }
}

/** Why {@link MetadataRefused} is thrown. */
export const metadataErrors = {
  ERR_METADATA_UNREACHABLE: {
    meaning: 'The metadata of the authority could not be read',
    mend: 'Check the authority address, the network and the trusted certificates.',
  },
  ERR_METADATA_REFUSED: {
    meaning: 'The authority refused to describe itself',
    mend: 'Check the tenant in the authority address; AADSTS90002 says that it does not exist.',
  },
  ERR_METADATA_MALFORMED: {
    meaning: 'The metadata document of the authority is malformed',
    mend: 'Point the client at an OpenID Connect authority (OpenID Connect Discovery 1.0 section 4).',
  },
  ERR_METADATA_ISSUER: {
    meaning: 'The issuer in the metadata does not belong to the authority',
    mend: 'Check the authority and tenant; list a foreign issuer host in knownAuthorities only when you trust it.',
  },
  ERR_METADATA_ENDPOINT: {
    meaning: 'An endpoint in the metadata is not at the authority',
    mend: 'List the host of the endpoint in knownAuthorities only when you trust it with the client credential.',
  },
  ERR_METADATA_MTLS: {
    meaning: 'The authority does not say where it takes client certificates',
    mend: 'Use an authority whose metadata has mtls_endpoint_aliases (RFC 8705 section 5), or one of the clouds of Entra by its login host.',
  },
} as const;

/** Codes of {@link MetadataRefused}. */
export type MetadataCode = keyof typeof metadataErrors;

/** The authority's metadata could not be had, or cannot be trusted. */
export class MetadataRefused extends HoldfastError<MetadataCode> {
  /** AADSTS numbers of the refusal, most specific first; none where the authority gave none. */
  readonly errorCodes: readonly number[];

  constructor(code: MetadataCode, options: ErrorDetails & { readonly errorCodes?: readonly number[] } = {}) {
    super(code, metadataErrors[code], options);
    this.errorCodes = options.errorCodes ?? [];
  }
}

/** Why {@link FetchRefused} is thrown. */
export const fetchErrors = {
  ERR_FETCH_ORIGIN: {
    meaning: 'The request goes to an origin that is not configured for this token',
    mend: 'Add the exact origin to origins, or use another fetch for requests without a token.',
  },
  ERR_FETCH_AUTHORIZATION: {
    meaning: 'The request already carries an Authorization header',
    mend: 'Leave the header out: this fetch writes it.',
  },
  ERR_FETCH_TRANSPORT: {
    meaning: 'The transport cannot present the certificate that the token is bound to',
    mend: 'Leave transport out, or give a pool of createMtlsPool: a function cannot be told which certificate to present.',
  },
  ERR_FETCH_BODY_TOO_LARGE: {
    meaning: 'The request body is larger than can be held for signing and repeating',
    mend: 'Send less, or raise maxBodyBytes.',
  },
} as const;

/** Codes of {@link FetchRefused}. */
export type FetchRefusedCode = keyof typeof fetchErrors;

/** The request was not sent: a bound fetch would have to loosen a promise for it. */
export class FetchRefused extends HoldfastError<FetchRefusedCode> {
  constructor(code: FetchRefusedCode, options?: ErrorDetails) {
    super(code, fetchErrors[code], options);
  }
}
