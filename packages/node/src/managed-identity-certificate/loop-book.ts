import type { IdentityCertificate } from './identity-certificate.ts';
import type { CertificateRefusalKind } from './judge-refusal.ts';

/** For how long a certificate that the authority refuses is asked for anew. */
export interface RemediationLimits {
  /** Most certificates in a row. */
  readonly maxAttempts: number;
  /** From the first refusal, in milliseconds. */
  readonly deadlineMs: number;
  /** Whether `invalid_request` with 1000901 counts as a refusal of the certificate. */
  readonly remediateClaimsMismatch: boolean;
}

/** Certificates that are asked for one after the other, because each was refused. */
export interface RemediationLoop {
  /** In milliseconds that pass evenly. */
  readonly startedAt: number;
  attempts: number;
  tlsRefusals: number;
  /** What the last round gave. */
  latest?: IdentityCertificate;
  /** Whether it was told that somebody outlived it without a token. */
  isOutlived?: boolean;
}

/** What one caller has been through; nobody else's to look into. */
export interface CallerPatience {
  /** How many loops had given up before. */
  readonly failedLoops: number;
  refusals: number;
  /** When he was refused first, in milliseconds that pass evenly. */
  since?: number;
  /** The loop that he waited for first. */
  loop?: RemediationLoop;
}

/** Which loop runs now, and who has waited for long enough. */
export interface LoopBook {
  /** Opens the account of a caller. */
  begin(): CallerPatience;
  /** Notes that a caller was refused. */
  noteRefusal(begun: CallerPatience): void;
  /** The loop that runs, or a new one. */
  join(begun: CallerPatience): RemediationLoop;
  /** Counts a refusal in a loop. @returns how many there are */
  count(loop: RemediationLoop, kind: CertificateRefusalKind): number;
  /** Whether a loop has used up its certificates, or its time when this pause is over; TLS may refuse once. */
  isSpent(loop: RemediationLoop, delayMs: number): boolean;
  /** The last certificate of the loop that runs. */
  latest(): IdentityCertificate | undefined;
  /** Whether a caller whose first loop was ended by others has used up his own time or certificates. */
  isOutOfPatience(begun: CallerPatience): boolean;
  /** Notes that a caller leaves without a token. @returns whether he is the first of his loop to say so */
  outlive(begun: CallerPatience): boolean;
  /** Whether a loop has given up since the caller began: it has given up for him, too. */
  hasFailedSince(begun: CallerPatience): boolean;
  /** A token came. */
  end(): void;
  /** None came. @returns whether a certificate had taken the place of the refused one */
  fail(): boolean;
}

/** Makes an empty book. @param elapsed - milliseconds that pass evenly */
export function createLoopBook({ maxAttempts, deadlineMs }: RemediationLimits, elapsed: () => number): LoopBook {
  let loop: RemediationLoop | undefined;
  let failedLoops = 0;
  return {
    begin: () => ({ failedLoops, refusals: 0 }),
    noteRefusal(begun) {
      begun.refusals += 1;
      begun.since ??= elapsed();
    },
    join(begun) {
      // A loop whose callers have all left was ended by nobody: it is none for whoever comes later.
      if (begun.refusals === 1 && loop !== undefined && elapsed() - loop.startedAt >= deadlineMs) loop = undefined;
      loop ??= { startedAt: elapsed(), attempts: 0, tlsRefusals: 0 };
      begun.loop ??= loop;
      return loop;
    },
    count(running, kind) {
      running.attempts += 1;
      if (kind === 'tls') running.tlsRefusals += 1;
      return running.attempts;
    },
    isSpent: ({ attempts, startedAt, tlsRefusals }, delayMs) =>
      attempts > maxAttempts || delayMs >= deadlineMs - (elapsed() - startedAt) || tlsRefusals > 1,
    latest: () => loop?.latest,
    // The token of somebody else ends the loop. Whoever is refused nevertheless has his own time, or certificates would be replaced for ever.
    isOutOfPatience: ({ refusals, since = 0, loop: own }) =>
      refusals > 1 && own !== loop && (refusals > maxAttempts || elapsed() - since >= deadlineMs),
    outlive({ loop: own, failedLoops: failedBefore }) {
      if (own === undefined || own.isOutlived === true || failedBefore !== failedLoops) return false;
      own.isOutlived = true;
      return true;
    },
    hasFailedSince: (begun) => begun.failedLoops !== failedLoops,
    end() {
      loop = undefined;
    },
    fail() {
      const hasRetried = loop?.latest !== undefined;
      loop = undefined;
      failedLoops += 1;
      return hasRetried;
    },
  };
}
