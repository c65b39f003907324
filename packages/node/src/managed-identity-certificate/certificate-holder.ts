import { type Clock, createSingleFlight, type EventSink } from '@holdfast/core';
import { createBackgroundRenewal } from './background-renewal.ts';
import { createCertificatePlace } from './certificate-place.ts';
import type { CertificateStore } from './certificate-store.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { IdentityCredentialRenewalFailed, MintReason } from './identity-event.ts';
import type { CertificateMinter } from './mint-certificate.ts';
import { createCertificateObtainer } from './obtain-certificate.ts';
import { createSingleUse } from './single-use.ts';

/** The certificate of the moment of one identity. */
export interface CertificateHolder {
  /**
   * The certificate to use now; from half of its life another is asked for in the background.
   *
   * @param resource - what a token is wanted for: a certificate that is not kept serves this one only
   * @param isFresh - whether a new token will be asked for, so that a certificate that has served must not be given
   * @throws whatever stands in the way of a certificate
   */
  current(resource: string, isFresh: boolean, signal?: AbortSignal): Promise<IdentityCertificate>;
  /**
   * A new certificate, past the cache of IMDS, in the place of the one that is used now; those who want one at the same time share it.
   *
   * @throws whatever stands in the way; the one before stays then
   */
  replace(wish: ReplaceWish, signal?: AbortSignal): Promise<IdentityCertificate>;
  /** The certificate that took the place of another, if there is one. */
  successorOf(certificate: IdentityCertificate): IdentityCertificate | undefined;
  /** Says until when the one token lives that a certificate was asked for for, if it is not kept; 0 when it did not come. */
  settle(resource: string, certificate: IdentityCertificate, expiresAt: number): void;
}

/** What is to be replaced, and why. */
export interface ReplaceWish {
  readonly reason: MintReason & ('claims' | 'remediation');
  readonly resource: string;
  /** @default the one that is used now */
  readonly refused?: IdentityCertificate | undefined;
}

/** What {@link createCertificateHolder} needs. */
export interface CertificateHolderOptions {
  readonly mint: CertificateMinter;
  readonly store: CertificateStore;
  /** Told of the certificate that took another's place, whose connections may go. */
  readonly onReplaced: (before: IdentityCertificate) => void;
  readonly clock: Clock;
  readonly emit: EventSink<IdentityCredentialRenewalFailed>;
}

/** Makes an empty holder; nothing is asked before somebody wants a certificate. */
export function createCertificateHolder(options: CertificateHolderOptions): CertificateHolder {
  const { mint, store, onReplaced, clock, emit } = options;
  const flights = createSingleFlight<IdentityCertificate>();
  const singleUse = createSingleUse(clock);
  const place = createCertificatePlace({ onReplaced, clock });
  const obtain = createCertificateObtainer({ mint, store, place, clock });

  const renewInBackground = createBackgroundRenewal({
    renew: () => flights.run('renewal', (flight) => obtain('renewal', flight)),
    clock,
    emit,
  });

  return {
    async current(resource, isFresh, signal) {
      const held = place.usable();
      if (held !== undefined) {
        renewInBackground(held);
        return held;
      }
      const single = isFresh ? undefined : singleUse.find(resource);
      if (single !== undefined) return single;
      for (;;) {
        const next = await flights.run('first', (flight) => obtain('first', flight), signal);
        if (next.isKept) {
          // Another process may have left it, when half of its life was over already.
          renewInBackground(next);
          return next;
        }
        if (singleUse.take(resource, next)) return next;
      }
    },
    async replace({ reason, resource, refused = place.kept() }, signal) {
      const previousX5tS256 = refused?.certificate.x5tS256;
      const next = await flights.run(
        `${reason} ${previousX5tS256}`,
        async (flight) => {
          const minted = await mint({ reason, bypassCache: true, previousX5tS256 }, flight);
          if (minted.isKept) await store.keep(minted, 'this');
          place.keep(minted);
          if (refused !== undefined) place.follow(refused, minted);
          return minted;
        },
        signal,
      );
      if (!next.isKept) singleUse.take(resource, next);
      return next;
    },
    successorOf: place.successorOf,
    settle: singleUse.settle,
  };
}
