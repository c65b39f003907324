import { type Clock, createEventSink, type EventSink } from '@holdfast/core';
import type { CertificateEvent, CertificateSource } from './certificate-source.ts';
import { checkGivenCertificate } from './check-given.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { createKeptCertificate } from './kept-certificate.ts';

/** Options of {@link createCertificateCallback}. */
export interface CertificateCallbackOptions {
  /** Gives the certificate to use, for example out of a vault; asked again when `refreshSeconds` have passed. */
  readonly load: (signal: AbortSignal) => ClientCertificate | Promise<ClientCertificate>;
  /** For how long an answer is used before the next is asked for, in the background. @default 300 */
  readonly refreshSeconds?: number | undefined;
  /** `refused` where only certificates of an authority will do. @default `allowed` */
  readonly selfSigned?: 'allowed' | 'refused' | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told what happens; never a key. @default nobody */
  readonly events?: EventSink<CertificateEvent> | undefined;
}

/**
 * Makes a source that asks a function for its certificate.
 *
 * The first caller waits for the first answer. Later ones get the last good answer while a new one is asked for, so a vault that is slow or
 * away delays nobody until the certificate expires.
 *
 * @throws TypeError for wrong options
 *
 * @example
 * ```ts
 * import { createCertificateCallback, parsePfxCertificate } from '@holdfast/node/mtls';
 *
 * export const fromVault = (getSecret: () => Promise<string>) =>
 *   createCertificateCallback({
 *     load: async () => parsePfxCertificate({ pfx: await getSecret() }),
 *     refreshSeconds: 3600,
 *   });
 * ```
 */
export function createCertificateCallback(options: CertificateCallbackOptions): CertificateSource {
  const { load, refreshSeconds = 300, selfSigned, clock = Date.now } = options;
  if (typeof load !== 'function') throw new TypeError('load must be a function');
  if (!(refreshSeconds > 0)) throw new TypeError('refreshSeconds must be a positive number');
  let askedAt = Number.NEGATIVE_INFINITY;
  const kept = createKeptCertificate({
    async load(signal) {
      askedAt = clock();
      return checkGivenCertificate(await load(signal));
    },
    use: { clock, selfSigned },
    emit: createEventSink(options.events),
  });
  return {
    current(signal) {
      const isFirst = askedAt === Number.NEGATIVE_INFINITY;
      if (!isFirst && clock() - askedAt >= refreshSeconds * 1000) void kept.reload();
      return kept.current(signal);
    },
    invalidate: kept.invalidate,
    close() {},
  };
}
