import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { mitsErrors } from './catalog.ts';
import type { TokenUnavailableCode } from './request-refused.ts';

/** What may be told about a failure, to every process and every caller that it concerns. */
export interface UnavailableFacts {
  /** OAuth `error` of the authority, one of the registered words. */
  readonly error?: string | undefined;
  /** AADSTS numbers, most specific first. */
  readonly errorCodes?: readonly number[] | undefined;
  /** Seconds until another attempt makes sense. */
  readonly retryAfterSeconds?: number | undefined;
}

/** There is no token for a request that was in order: the authority, the shared store or time said no. */
export class TokenUnavailable extends HoldfastError<TokenUnavailableCode> implements UnavailableFacts {
  /** HTTP status of the answer. */
  readonly status: number;
  /** OAuth `error` of the authority, one of the registered words. */
  readonly error: string | undefined;
  /** AADSTS numbers, most specific first. */
  readonly errorCodes: readonly number[];
  /** Seconds until another attempt makes sense. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: TokenUnavailableCode, options: ErrorDetails & UnavailableFacts = {}) {
    const { error, errorCodes = [], retryAfterSeconds, cause } = options;
    const words = [options.detail, error, ...errorCodes.map((number) => `AADSTS${number}`)];
    const detail = words.filter((word) => word !== undefined).join(', ');
    super(code, mitsErrors[code], { detail: detail === '' ? undefined : detail, cause });
    this.status = mitsErrors[code].status;
    this.error = error;
    this.errorCodes = errorCodes;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
