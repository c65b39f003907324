import { type ListenOptions, listenLoopback, type PublicHost } from '@holdfast/authority';
import type { Guards } from './guards.ts';
import { createSampleApi } from './sample-api.ts';

/** A sample API that listens. */
export interface ListeningSampleApi {
  readonly origin: string;
  close(): Promise<void>;
}

/** What a sample API listens with. */
export interface ListenSampleApiOptions extends Pick<ListenOptions, 'port' | 'tls'> {
  readonly host: PublicHost;
  /** Makes the guards, once it is known where the API is: proofs name its port. */
  readonly guardsFor: (origin: string) => Guards;
}

/**
 * Starts a sample API on loopback; until its guards are there, it answers 503.
 *
 * @throws {@link ListenFailed}
 */
export async function listenSampleApi(options: ListenSampleApiOptions): Promise<ListeningSampleApi> {
  const { host, port, tls, guardsFor } = options;
  let handler = createSampleApi(undefined);
  const listener = await listenLoopback({ handler: (request, response) => handler(request, response), port, tls });
  const origin = new URL(`https://${host === '::1' ? '[::1]' : host}:${listener.port}`).origin;
  handler = createSampleApi(guardsFor(origin));
  return { origin, close: () => listener.close() };
}
