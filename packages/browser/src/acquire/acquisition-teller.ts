import type { EventSink } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import type { RefreshReason } from '@holdfast/oauth';
import type { BrowserEvent } from '../events/browser-event.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import { subjectOf } from './describe-token.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { AcquiredToken } from './token-flight.ts';

/** When a call began, and why a token was looked for elsewhere than in memory. */
export interface AskingFacts {
  /** Epoch milliseconds. */
  readonly startedMs: number;
  readonly reason: RefreshReason;
}

/** The same of any call; no reason where the token of memory was good enough. */
export type CallFacts = Omit<AskingFacts, 'reason'> & { readonly reason: RefreshReason | undefined };

/** Tells how calls for tokens end. */
export interface AcquisitionTeller {
  acquired(wish: ParsedRequest, acquired: AcquiredToken, facts: CallFacts): void;
  /** Those who shared a request share its failure, which is told once; who left has not seen it. */
  failed(wish: ParsedRequest, error: unknown, facts: AskingFacts): void;
}

/** Makes the teller of a client. */
export function createAcquisitionTeller(
  clock: ClientSettings['clock'],
  emit: EventSink<BrowserEvent>,
): AcquisitionTeller {
  const told = new WeakSet<object>();
  return {
    acquired(wish, { origin, usable: { bindingThumbprint } }, { startedMs, reason: refreshReason }) {
      const subject = subjectOf(wish, clock() - startedMs);
      emit({ name: 'token.acquired', source: origin, bindingThumbprint, refreshReason, ...subject });
    },
    failed(wish, error, { startedMs, reason: refreshReason }) {
      const code = error instanceof HoldfastError ? error.code : 'ERR_UNKNOWN';
      const subject = subjectOf(wish, clock() - startedMs);
      const isNews = !wish.signal?.aborted && !told.has(error as object);
      if (isNews) emit({ name: 'token.failed', code, refreshReason, ...subject });
      told.add(error as object);
    },
  };
}
