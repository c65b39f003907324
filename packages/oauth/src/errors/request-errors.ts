import type { ErrorDetails } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';
import type { OauthErrorCode } from './catalog.ts';

/** The authority names no single tenant, and the request names none either. */
export class TenantRequired extends HoldfastError<'ERR_TENANT_REQUIRED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TENANT_REQUIRED', errorTexts.ERR_TENANT_REQUIRED, options);
  }
}

/** Codes of {@link TokenHashRefused}. */
export type TokenHashCode = 'ERR_TOKEN_HASH_MALFORMED' | 'ERR_FORCE_REFRESH_WITH_TOKEN_HASH';

/** `accessTokenSha256ToRefresh` is malformed or contradicts another option. */
export class TokenHashRefused extends HoldfastError<TokenHashCode> {
  constructor(code: TokenHashCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

/** The callback that makes client assertions returned something else. */
export class ClientAssertionMissing extends HoldfastError<'ERR_CLIENT_ASSERTION'> {
  constructor(options?: ErrorDetails) {
    super('ERR_CLIENT_ASSERTION', errorTexts.ERR_CLIENT_ASSERTION, options);
  }
}

/** Codes of {@link MetadataRefused}. */
export type MetadataCode = Extract<OauthErrorCode, `ERR_METADATA_${string}`>;

/** The authority's metadata could not be had, or cannot be trusted. */
export class MetadataRefused extends HoldfastError<MetadataCode> {
  /** AADSTS numbers of the refusal, most specific first; none where the authority gave none. */
  readonly errorCodes: readonly number[];

  constructor(code: MetadataCode, options: ErrorDetails & { readonly errorCodes?: readonly number[] } = {}) {
    super(code, errorTexts[code], options);
    this.errorCodes = options.errorCodes ?? [];
  }
}
