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

/** The reply says that its token is bound, but the token does not name our key or certificate; nothing was cached. */
export class TokenNotBound extends HoldfastError<'ERR_TOKEN_NOT_BOUND'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TOKEN_NOT_BOUND', errorTexts.ERR_TOKEN_NOT_BOUND, options);
  }
}
