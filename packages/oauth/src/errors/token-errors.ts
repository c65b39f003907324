import { type ErrorDetails, HoldfastError } from '@holdfast/core';

/** What a reply said about its token type, in fixed words. */
export type ReceivedTokenType = 'absent' | 'bearer' | 'wrong letter case' | 'other';

/** Why {@link TokenTypeDowngraded} is thrown. */
export const tokenDowngradeErrors = {
  ERR_TOKEN_TYPE_DOWNGRADED: {
    meaning: 'The authority answered a request for a bound token with another token type',
    mend: 'Allow proof-of-possession tokens for this application and API at the authority; the token was thrown away.',
  },
} as const;

/** A bound token was asked for and the reply has another `token_type`; nothing was cached. */
export class TokenTypeDowngraded extends HoldfastError<'ERR_TOKEN_TYPE_DOWNGRADED'> {
  /** The scheme that was asked for. */
  readonly requested: 'pop' | 'mtls_pop';
  /** What the reply said about its type. */
  readonly received: ReceivedTokenType;

  constructor(options: { readonly requested: 'pop' | 'mtls_pop'; readonly received: ReceivedTokenType }) {
    const detail = `asked for ${options.requested}, token_type was ${options.received}`;
    super('ERR_TOKEN_TYPE_DOWNGRADED', tokenDowngradeErrors.ERR_TOKEN_TYPE_DOWNGRADED, { detail });
    this.requested = options.requested;
    this.received = options.received;
  }
}

/** Why {@link TokenTypeUnexpected} is thrown. */
export const tokenTypeErrors = {
  ERR_TOKEN_TYPE_UNEXPECTED: {
    meaning: 'The authority answered with a token type that was not asked for',
    mend: 'Ask for the scheme that the authority issues for this API; the token was thrown away.',
  },
} as const;

/** A bearer token was asked for and the reply has another `token_type`; nothing was cached. */
export class TokenTypeUnexpected extends HoldfastError<'ERR_TOKEN_TYPE_UNEXPECTED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TOKEN_TYPE_UNEXPECTED', tokenTypeErrors.ERR_TOKEN_TYPE_UNEXPECTED, options);
  }
}

/** Why {@link TokenNotBound} is thrown. */
export const tokenBindingErrors = {
  ERR_TOKEN_NOT_BOUND: {
    meaning: 'The authority labelled a token as bound, but the token does not name our key or certificate',
    mend: 'Make the authority put the requested key (RFC 7800) or the presented certificate (RFC 8705) under cnf; the token was thrown away.',
  },
} as const;

/** The reply says that its token is bound, but the token does not name our key or certificate; nothing was cached. */
export class TokenNotBound extends HoldfastError<'ERR_TOKEN_NOT_BOUND'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TOKEN_NOT_BOUND', tokenBindingErrors.ERR_TOKEN_NOT_BOUND, options);
  }
}

/** Why {@link TokenReplyMalformed} is thrown. */
export const tokenReplyErrors = {
  ERR_TOKEN_REPLY_MALFORMED: {
    meaning: 'The token endpoint sent a reply that cannot be used',
    mend: 'Check that the authority follows RFC 6749 section 5; nothing was cached.',
  },
} as const;

/** The reply is not a token response that can be used. */
export class TokenReplyMalformed extends HoldfastError<'ERR_TOKEN_REPLY_MALFORMED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TOKEN_REPLY_MALFORMED', tokenReplyErrors.ERR_TOKEN_REPLY_MALFORMED, options);
  }
}

/** Why {@link RevokedTokenRepeated} is thrown. */
export const revokedTokenErrors = {
  ERR_REVOKED_TOKEN_REPEATED: {
    meaning: 'The issuer still hands out the token that was refused',
    mend: 'Try again later, at the latest when that token has expired: a cache on the way to the issuer keeps it, and this source cannot be told, or does not heed, that it was revoked.',
  },
} as const;

/** The source of tokens answered with the very token that an API has refused; it is given to nobody. */
export class RevokedTokenRepeated extends HoldfastError<'ERR_REVOKED_TOKEN_REPEATED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_REVOKED_TOKEN_REPEATED', revokedTokenErrors.ERR_REVOKED_TOKEN_REPEATED, options);
  }
}

/** Why {@link TokenEndpointFailed} is thrown. */
export const tokenEndpointErrors = {
  ERR_TOKEN_ENDPOINT_UNREACHABLE: {
    meaning: 'The token endpoint could not be reached',
    mend: 'Check the network and the trusted certificates; the cause has the details.',
  },
  ERR_TOKEN_ENDPOINT_TIMEOUT: {
    meaning: 'The authority did not answer in time',
    mend: 'Try again later, or raise timeoutMs.',
  },
} as const;

/** Codes of {@link TokenEndpointFailed}. */
export type TokenEndpointFailedCode = keyof typeof tokenEndpointErrors;

/** No answer came from the token endpoint. */
export class TokenEndpointFailed extends HoldfastError<TokenEndpointFailedCode> {
  constructor(code: TokenEndpointFailedCode, options?: ErrorDetails) {
    super(code, tokenEndpointErrors[code], options);
  }
}

/** Why {@link TokenEndpointThrottled} is thrown. */
export const throttledErrors = {
  ERR_TOKEN_ENDPOINT_THROTTLED: {
    meaning: 'The authority asked this client to wait',
    mend: 'Try again after retryAfterSeconds.',
  },
} as const;

/** Nothing was sent, because the authority asked for a pause that is not over. */
export class TokenEndpointThrottled extends HoldfastError<'ERR_TOKEN_ENDPOINT_THROTTLED'> {
  /** Seconds until the next request makes sense. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('ERR_TOKEN_ENDPOINT_THROTTLED', throttledErrors.ERR_TOKEN_ENDPOINT_THROTTLED, {
      detail: `${retryAfterSeconds} seconds left`,
    });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
