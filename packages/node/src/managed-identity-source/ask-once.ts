import { createDeadline, type Transport } from '@holdfast/core';
import { ManagedIdentityFailed } from '../errors/managed-identity-errors.ts';
import { classifyFailure } from './classify-failure.ts';

/** One request to an endpoint of the machine, before it is sent. */
export interface RequestParts {
  readonly url: string;
  /** @default `GET` */
  readonly method?: 'GET' | 'POST' | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** @default none */
  readonly body?: string | undefined;
}

/** How an endpoint is asked once, and how its answer is read. */
export interface AskOnceOptions<T> {
  readonly transport: Transport;
  /** For the attempt, its whole body included, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly process: (response: Response) => Promise<T>;
}

/**
 * Sends a request once and reads its answer, within one deadline.
 *
 * @throws {@link ManagedIdentityFailed} when no whole answer comes in time; the reason of the signal; whatever `process` throws
 */
export async function askOnce<T>(parts: RequestParts, options: AskOnceOptions<T>): Promise<T> {
  const { transport, timeoutMs, signal, process } = options;
  const deadline = createDeadline(timeoutMs, signal);
  const ask = async (): Promise<T> => {
    const { url, method = 'GET', headers, body = null } = parts;
    const request = new Request(url, { method, headers, body, redirect: 'manual', signal: deadline.signal });
    let isAnswered = false;
    try {
      const response = await transport(request);
      isAnswered = true;
      return await process(response);
    } catch (error) {
      throw classifyFailure(error, isAnswered);
    }
  };
  try {
    // A transport that ignores its signal must not hold a caller for longer than promised.
    return await deadline.race(ask);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw deadline.signal.aborted ? new ManagedIdentityFailed('ERR_MANAGED_IDENTITY_TIMEOUT') : error;
  } finally {
    deadline.clear();
  }
}
