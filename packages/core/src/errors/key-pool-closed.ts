import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link KeyPoolClosed} is thrown. */
export const keyPoolErrors = {
  ERR_KEY_POOL_CLOSED: {
    meaning: 'The key pool is closed',
    mend: 'Take keys before the pool is closed.',
  },
} as const;

/** A key was asked of a pool that is closed, or was closed while the caller waited. */
export class KeyPoolClosed extends HoldfastError<'ERR_KEY_POOL_CLOSED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_KEY_POOL_CLOSED', keyPoolErrors.ERR_KEY_POOL_CLOSED, options);
  }
}
