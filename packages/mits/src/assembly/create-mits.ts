import type { RequestListener } from 'node:http';
import { createRequestAnswerer } from '../endpoint/answer-request.ts';
import { createCallerFinder } from '../endpoint/find-caller.ts';
import { createRequestListener } from '../endpoint/request-listener.ts';
import { countEvents, type MitsCounts } from '../events/counts.ts';
import { createTokenAcquirer, type TokenAcquirer } from '../refresh/acquire-token.ts';
import { guardStore } from '../refresh/guarded-store.ts';
import { createLocalTokens } from '../refresh/local-tokens.ts';
import { type MitsOptions, parseMitsOptions } from './options.ts';

/** A managed identity token service. */
export interface Mits {
  /** Answers `GET /metadata/identity/oauth2/token`, for an https server of your own. */
  readonly handler: RequestListener;
  /** How often what has happened since it was made. */
  counts(): MitsCounts;
  /**
   * Takes no more questions, ends what is under way, and leaves the grants of this process to others at once. The relying party and the
   * store belong to whoever made them.
   */
  close(): Promise<void>;
}

/**
 * Makes a managed identity token service (MITS), one of a cluster or alone.
 *
 * Each token of an identity and resource is shared by everybody. When a caller sends the hash of that very token, because an API has refused
 * it, nobody in the cluster is given it any more, and one process asks the authority for another. A caller that sends another hash, or none,
 * is given the token there is.
 *
 * Not done: TLS, and who may connect; put the handler on an https server on loopback, with a certificate that the callers pin.
 *
 * @throws TypeError for a wrong, missing or unknown option
 *
 * @example
 * ```ts
 * import { createServer } from 'node:https';
 * import { createMits, type MitsCaller, type RelyingParty } from '@holdfast/mits';
 *
 * export function listen(relyingParty: RelyingParty, callers: readonly MitsCaller[], tls: { key: string; cert: string }) {
 *   const mits = createMits({ relyingParty, callers, events: (event) => console.log(event.name) });
 *   return createServer({ ...tls, minVersion: 'TLSv1.2' }, mits.handler).listen(2377, '127.0.0.1');
 * }
 * ```
 */
export function createMits(options: MitsOptions): Mits {
  const { callers, hosts, store, maxLocalTokens, events, ...parsed } = parseMitsOptions(options);
  const closing = new AbortController();
  const { emit, read } = countEvents(events);
  const acquireToken = createTokenAcquirer({
    ...parsed,
    store: guardStore(store, emit),
    local: createLocalTokens(maxLocalTokens),
    emit,
    closing: closing.signal,
  });
  const underWay = new Set<Promise<unknown>>();
  const acquire: TokenAcquirer = (question) => {
    const token = acquireToken(question);
    const settled = token.then(
      () => undefined,
      () => undefined,
    );
    underWay.add(settled);
    settled.finally(() => underWay.delete(settled));
    return token;
  };
  const answer = createRequestAnswerer({ findCaller: createCallerFinder(callers), acquire, hosts, emit, ...parsed });
  return {
    handler: createRequestListener(answer),
    counts: read,
    async close() {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}
