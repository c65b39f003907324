import type { ErrorDetails } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';

/** A bearer token was asked for and the reply has another `token_type`; nothing was cached. */
export class TokenTypeUnexpected extends HoldfastError<'ERR_TOKEN_TYPE_UNEXPECTED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TOKEN_TYPE_UNEXPECTED', errorTexts.ERR_TOKEN_TYPE_UNEXPECTED, options);
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
