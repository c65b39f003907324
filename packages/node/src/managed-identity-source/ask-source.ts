import { type Clock, createDeadline, type Transport } from '@holdfast/core';
import type { TokenReply } from '@holdfast/oauth';
import { ManagedIdentityFailed } from '../errors/managed-identity-errors.ts';
import { classifyFailure } from './classify-failure.ts';
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
  const ask = async (question: ManagedIdentityQuestion, signal: AbortSignal): Promise<TokenReply> => {
    const { url, headers } = source.buildRequest(question);
    const named = { ...headers, 'x-ms-client-request-id': question.correlationId };
    const request = new Request(url, { headers: named, redirect: 'manual', signal });
    let isAnswered = false;
    try {
      const response = await transport(request);
      isAnswered = true;
      return await processTokenReply(response, { identity, secret: source.secret, clock });
    } catch (error) {
      throw classifyFailure(error, isAnswered);
    }
  };
  return async (question, signal) => {
    const deadline = createDeadline(timeoutMs, signal);
    try {
      // A transport that ignores its signal must not hold a caller for longer than promised.
      return await deadline.race(() => ask(question, deadline.signal));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw deadline.signal.aborted ? new ManagedIdentityFailed('ERR_MANAGED_IDENTITY_TIMEOUT') : error;
    } finally {
      deadline.clear();
    }
  };
}
