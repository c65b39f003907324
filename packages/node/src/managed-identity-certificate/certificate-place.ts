import { type Clock, epochSeconds } from '@holdfast/core';
import type { IdentityCertificate } from './identity-certificate.ts';
import { isUsable } from './lifetime.ts';

/** The one place of an identity's certificate, and who has been in it. */
export interface CertificatePlace {
  /** The certificate in the place, usable or not. */
  kept(): IdentityCertificate | undefined;
  /** The same, if it may be used now. */
  usable(): IdentityCertificate | undefined;
  /** Puts a certificate into the place, if it is one to be kept. */
  keep(next: IdentityCertificate): void;
  /** Notes that a certificate is used instead of another, wherever that came from. */
  follow(before: IdentityCertificate, next: IdentityCertificate): void;
  /** The certificate that is used instead of another by now, if there is one. */
  successorOf(certificate: IdentityCertificate): IdentityCertificate | undefined;
}

/** What {@link createCertificatePlace} needs. */
export interface CertificatePlaceOptions {
  /** Told of the certificate that another is used instead of. */
  readonly onReplaced: (before: IdentityCertificate) => void;
  readonly clock: Clock;
}

/** Makes an empty place. */
export function createCertificatePlace({ onReplaced, clock }: CertificatePlaceOptions): CertificatePlace {
  const successors = new WeakMap<IdentityCertificate, IdentityCertificate>();
  let kept: IdentityCertificate | undefined;

  const follow = (before: IdentityCertificate, next: IdentityCertificate): void => {
    if (before === next) return;
    successors.set(before, next);
    onReplaced(before);
  };
  return {
    kept: () => kept,
    usable: () => (kept !== undefined && isUsable(kept.certificate, epochSeconds(clock)) ? kept : undefined),
    keep(next) {
      const before = kept;
      // What was given for one token takes nobody's place, but the one that it was asked for instead of is gone.
      if (next.isKept) kept = next;
      else if (next.bypassCache) kept = undefined;
      if (before !== undefined) follow(before, next);
    },
    follow,
    successorOf(certificate) {
      let latest = successors.get(certificate);
      for (let next = latest; next !== undefined; next = successors.get(next)) latest = next;
      return latest;
    },
  };
}
