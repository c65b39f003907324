import type { ErrorDetails } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';

/** What a reply said about its token type, in fixed words. */
export type ReceivedTokenType = 'absent' | 'bearer' | 'wrong letter case' | 'other';

/** A bound token was asked for and the reply has another `token_type`; nothing was cached. */
export class TokenTypeDowngraded extends HoldfastError<'ERR_TOKEN_TYPE_DOWNGRADED'> {
  /** The scheme that was asked for. */
  readonly requested: 'pop' | 'mtls_pop';
  /** What the reply said about its type. */
  readonly received: ReceivedTokenType;

  constructor(options: { readonly requested: 'pop' | 'mtls_pop'; readonly received: ReceivedTokenType }) {
    const detail = `asked for ${options.requested}, token_type was ${options.received}`;
    super('ERR_TOKEN_TYPE_DOWNGRADED', errorTexts.ERR_TOKEN_TYPE_DOWNGRADED, { detail });
    this.requested = options.requested;
    this.received = options.received;
  }
}

/** A bearer token was asked for and the reply has another `token_type`; nothing was cached. */
export class TokenTypeUnexpected extends HoldfastError<'ERR_TOKEN_TYPE_UNEXPECTED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TOKEN_TYPE_UNEXPECTED', errorTexts.ERR_TOKEN_TYPE_UNEXPECTED, options);
  }
}

/** The reply says that its token is bound, but the token does not name our key or certificate; nothing was cached. */
export class TokenNotBound extends HoldfastError<'ERR_TOKEN_NOT_BOUND'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TOKEN_NOT_BOUND', errorTexts.ERR_TOKEN_NOT_BOUND, options);
  }
}

/** The reply is not a token response that can be used. */
export class TokenReplyMalformed extends HoldfastError<'ERR_TOKEN_REPLY_MALFORMED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TOKEN_REPLY_MALFORMED', errorTexts.ERR_TOKEN_REPLY_MALFORMED, options);
  }
}

/** The source of tokens answered with the very token that an API has refused; it is given to nobody. */
export class RevokedTokenRepeated extends HoldfastError<'ERR_REVOKED_TOKEN_REPEATED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_REVOKED_TOKEN_REPEATED', errorTexts.ERR_REVOKED_TOKEN_REPEATED, options);
  }
}

/** Codes of {@link TokenEndpointFailed}. */
export type TokenEndpointFailedCode = 'ERR_TOKEN_ENDPOINT_UNREACHABLE' | 'ERR_TOKEN_ENDPOINT_TIMEOUT';

/** No answer came from the token endpoint. */
export class TokenEndpointFailed extends HoldfastError<TokenEndpointFailedCode> {
  constructor(code: TokenEndpointFailedCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

/** Nothing was sent, because the authority asked for a pause that is not over. */
export class TokenEndpointThrottled extends HoldfastError<'ERR_TOKEN_ENDPOINT_THROTTLED'> {
  /** Seconds until the next request makes sense. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('ERR_TOKEN_ENDPOINT_THROTTLED', errorTexts.ERR_TOKEN_ENDPOINT_THROTTLED, {
      detail: `${retryAfterSeconds} seconds left`,
    });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
