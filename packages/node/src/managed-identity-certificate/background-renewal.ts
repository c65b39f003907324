import { backoffDelay, type Clock, type EventSink, epochSeconds } from '@holdfast/core';
import { knownCode } from '../errors/known-code.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { IdentityCredentialRenewalFailed } from './identity-event.ts';
import { renewalDue } from './lifetime.ts';

/** What {@link createBackgroundRenewal} needs. */
export interface BackgroundRenewalOptions {
  /** Asks for another certificate; gives the same one where there is none yet. */
  readonly renew: () => Promise<IdentityCertificate>;
  readonly clock: Clock;
  readonly emit: EventSink<IdentityCredentialRenewalFailed>;
}

/** Begins a renewal that nobody waits for, where one is due. */
export type BackgroundRenewal = (held: IdentityCertificate) => void;

const pause = { baseMs: 120_000, maxMs: 3_600_000 } as const;
/** IMDS has a cache of its own, and may find that the old certificate will do for a while. */
const unchangedMs = 600_000;

/** Makes the renewal of a certificate that is still good: one at a time, never failing or delaying a caller, and after a failure not before a pause. */
export function createBackgroundRenewal({ renew, clock, emit }: BackgroundRenewalOptions): BackgroundRenewal {
  let failed = 0;
  let notBeforeMs = 0;
  let isRenewing = false;

  const run = async (held: IdentityCertificate): Promise<void> => {
    try {
      const next = await renew();
      failed = 0;
      notBeforeMs = next !== held && next.isKept ? 0 : clock() + unchangedMs;
    } catch (error) {
      notBeforeMs = clock() + pause.baseMs / 2 + backoffDelay({ attempt: failed, ...pause });
      failed += 1;
      const code = knownCode(error);
      emit({ name: 'credential.renewal-failed', source: 'imds-v2', code, x5tS256: held.certificate.x5tS256 });
    }
  };
  return (held) => {
    if (isRenewing || renewalDue(held.certificate) > epochSeconds(clock) || clock() < notBeforeMs) return;
    isRenewing = true;
    void run(held).finally(() => {
      isRenewing = false;
    });
  };
}
