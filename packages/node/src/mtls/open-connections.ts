import type { SecureContext } from 'node:tls';
import type { Dispatcher, Pool } from 'undici';
import { createConnector } from './connector.ts';
import { wordFailures } from './word-failures.ts';

/** What {@link openConnections} needs. */
export interface ConnectionLimits {
  readonly origin: string;
  readonly context: SecureContext;
  readonly maxConnections: number;
  readonly connectTimeoutMs: number;
  readonly silenceTimeoutMs: number;
}

/** The connections of one certificate to one origin. */
export interface Connections {
  readonly pool: Pool;
  /** Sends on the pool; its failures are ours. */
  readonly dispatcher: Dispatcher;
}

/** Opens no connection yet: the first request does. */
export function openConnections(library: typeof import('undici'), limits: ConnectionLimits): Connections {
  const { origin, context, maxConnections, connectTimeoutMs, silenceTimeoutMs } = limits;
  const pool = new library.Pool(origin, {
    connect: createConnector({ context, connectTimeoutMs, buildConnector: library.buildConnector }),
    connections: maxConnections,
    allowH2: false,
    headersTimeout: silenceTimeoutMs,
    bodyTimeout: silenceTimeoutMs,
  });
  const dispatcher = pool.compose((dispatch) => (options, handler) => {
    const { worded, abortWaiting } = wordFailures(handler);
    const isFree = dispatch(options, worded);
    abortWaiting((options as { readonly signal?: AbortSignal | null }).signal);
    return isFree;
  });
  return { pool, dispatcher };
}
