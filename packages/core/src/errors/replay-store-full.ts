import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link ReplayStoreFull} is thrown. */
export const replayStoreErrors = {
  ERR_REPLAY_STORE_FULL: {
    meaning: 'The replay store is full of live entries',
    mend: 'Answer 503 and raise the limit of the store or share the load: a live entry is never dropped.',
  },
  ERR_REPLAY_OWNER_QUOTA: {
    meaning: 'One key has used up its share of the replay store',
    mend: 'Answer 503 and look at what the client does; raise the quota when its traffic is honest.',
  },
} as const;

/** Codes of {@link ReplayStoreFull}. */
export type ReplayStoreFullCode = keyof typeof replayStoreErrors;

/** A replay store cannot remember one more proof, so the proof must not be accepted. */
export class ReplayStoreFull extends HoldfastError<ReplayStoreFullCode> {
  constructor(code: ReplayStoreFullCode, options?: ErrorDetails) {
    super(code, replayStoreErrors[code], options);
  }
}
