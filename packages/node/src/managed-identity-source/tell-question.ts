import type { EventSink } from '@holdfast/core';
import type { TokenReply } from '@holdfast/oauth';
import { knownCode } from '../errors/known-code.ts';
import type { NoteRetry } from './ask-again.ts';
import type { ManagedIdentityQuestion } from './identity-question.ts';
import type { SourceDescription } from './source-description.ts';
import type { ManagedIdentityOutcome, ManagedIdentitySourceEvent } from './source-event.ts';

/** Asks a question, and says how often it must be asked. */
export type AskNoting = (noteRetry: NoteRetry) => Promise<TokenReply>;

/** Lets a question be asked, and tells what became of it. */
export type QuestionTeller = (
  question: ManagedIdentityQuestion,
  ask: AskNoting,
  signal: AbortSignal,
) => Promise<TokenReply>;

/** What {@link createQuestionTeller} needs. */
export interface QuestionTellerOptions {
  readonly source: Pick<SourceDescription, 'name' | 'relaysTokenHash'>;
  readonly emit: EventSink<ManagedIdentitySourceEvent>;
}

// There is no such identity here, or nothing that could have one.
const notFound: ReadonlySet<string> = new Set([
  'ERR_MANAGED_IDENTITY_NOT_FOUND',
  'ERR_MANAGED_IDENTITY_UNREACHABLE',
  'ERR_MANAGED_IDENTITY_FOREIGN',
]);

/** Makes the teller of one source. */
export function createQuestionTeller({ source, emit }: QuestionTellerOptions): QuestionTeller {
  return async ({ tokenHash, correlationId }, ask, signal) => {
    let retries = 0;
    const bypassCache = source.relaysTokenHash && tokenHash !== undefined;
    const tell = (outcome: ManagedIdentityOutcome['outcome'], code?: string): void => {
      emit({ name: 'credential.outcome', source: source.name, tokenType: 'Bearer', bypassCache, outcome, code });
    };
    try {
      const reply = await ask(({ delayMs, status }) => {
        retries += 1;
        const { name } = source;
        emit({ name: 'managed-identity.retried', source: name, attempt: retries, delayMs, status, correlationId });
      });
      tell(retries === 0 ? 'success' : 'retry-succeeded');
      return reply;
    } catch (error) {
      const code = knownCode(error);
      // Whoever left has learnt nothing about the source.
      if (signal.aborted) throw error;
      if (notFound.has(code)) tell('not-found', code);
      else if (retries > 0) tell('retry-failed', code);
      throw error;
    }
  };
}
