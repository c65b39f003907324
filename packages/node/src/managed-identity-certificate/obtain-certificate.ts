import { type Clock, epochSeconds } from '@holdfast/core';
import type { CertificatePlace } from './certificate-place.ts';
import type { CertificateStore } from './certificate-store.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { MintReason } from './identity-event.ts';
import { renewalDue } from './lifetime.ts';
import type { CertificateMinter } from './mint-certificate.ts';

/** What {@link createCertificateObtainer} needs. */
export interface CertificateObtainerOptions {
  readonly mint: CertificateMinter;
  readonly store: CertificateStore;
  readonly place: Pick<CertificatePlace, 'kept' | 'keep'>;
  readonly clock: Clock;
}

/** Gets a certificate where the cache of IMDS will do. @throws whatever stands in the way */
export type CertificateObtainer = (
  reason: MintReason & ('first' | 'renewal'),
  signal: AbortSignal,
) => Promise<IdentityCertificate>;

/**
 * Makes the way to a first or a younger certificate: from another process, or from IMDS.
 *
 * Another process may have been quicker: what it left is taken, unless it is what is to be replaced, or as old.
 */
export function createCertificateObtainer(options: CertificateObtainerOptions): CertificateObtainer {
  const { mint, store, place, clock } = options;
  return async (reason, signal) => {
    const before = place.kept();
    const next = await store.exclusively(async () => {
      const left = await store.find(signal);
      const isYoung = left !== undefined && renewalDue(left.certificate) > epochSeconds(clock);
      const isOther = left?.certificate.x5tS256 !== before?.certificate.x5tS256;
      if (left !== undefined && isOther && (isYoung || reason === 'first')) return left;
      const previousX5tS256 = before?.certificate.x5tS256;
      const minted = await mint({ reason, bypassCache: false, previousX5tS256 }, signal);
      // IMDS has a cache of its own, and may find that the old one will do.
      if (before !== undefined && minted.isKept && minted.certificate.x5tS256 === previousX5tS256) return before;
      if (minted.isKept) await store.keep(minted, 'newest');
      return minted;
    }, signal);
    const kept = place.kept();
    // A certificate that was asked for because of claims or a refusal, meanwhile, is the better one.
    if (kept !== before && kept !== undefined) return kept;
    if (next.isKept || before === undefined) place.keep(next);
    return next;
  };
}
