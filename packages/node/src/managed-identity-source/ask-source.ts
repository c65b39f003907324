import type { Clock, Transport } from '@holdfast/core';
import type { TokenReply } from '@holdfast/oauth';
import { askOnce } from './ask-once.ts';
import type { ManagedIdentityId, ManagedIdentityQuestion } from './identity-question.ts';
import { processTokenReply } from './process-reply.ts';
import type { SourceDescription } from './source-description.ts';

/** What {@link createAsk} needs. */
export interface AskOptions {
  readonly source: SourceDescription;
  readonly identity: ManagedIdentityId;
  readonly transport: Transport;
  readonly clock: Clock;
  /** For one attempt, its whole body included, in milliseconds. */
  readonly timeoutMs: number;
}

/** Makes the function that asks a source once: build, send, process. */
export function createAsk(
  options: AskOptions,
): (question: ManagedIdentityQuestion, signal: AbortSignal) => Promise<TokenReply> {
  const { source, identity, transport, clock, timeoutMs } = options;
  const process = (response: Response): Promise<TokenReply> =>
    processTokenReply(response, { identity, secret: source.secret, clock });
  return async (question, signal) => {
    const { url, headers } = source.buildRequest(question);
    const named = { ...headers, 'x-ms-client-request-id': question.correlationId };
    return askOnce({ url, headers: named }, { transport, timeoutMs, signal, process });
  };
}
