import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { nodeErrors } from './catalog.ts';

/** Codes of {@link RedisFailed}. */
export type RedisCode = Extract<keyof typeof nodeErrors, `ERR_REDIS_${string}`>;

/** A shared store could not be used; whoever depends on it has to refuse. */
export class RedisFailed extends HoldfastError<RedisCode> {
  constructor(code: RedisCode, options?: ErrorDetails) {
    super(code, nodeErrors[code], options);
  }
}
