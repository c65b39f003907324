import { createSingleFlight, type EventSink } from '@holdfast/core';
import { knownCode } from '../errors/known-code.ts';
import type { Pause } from '../managed-identity-source/pause.ts';
import type { CertificateHolder } from './certificate-holder.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { IdentityCredentialRetried } from './identity-event.ts';
import { type CertificateRefusalKind, isAnswer, judgeRefusal } from './judge-refusal.ts';
import { type CallerPatience, createLoopBook, type RemediationLimits, type RemediationLoop } from './loop-book.ts';
import { planPause } from './plan-pause.ts';
import type { CredentialTeller, OutcomeSubject } from './tell-outcome.ts';

/** A refusal that somebody came back with. */
export interface CertificateRefusal {
  readonly certificate: IdentityCertificate;
  /** What the token was wanted for. */
  readonly resource: string;
  readonly tokenType: OutcomeSubject['tokenType'];
  readonly error: unknown;
  /** Names the call. */
  readonly correlationId: string;
  /** From {@link Remediation.begin}, when the caller began. */
  readonly begun: CallerPatience;
}

/** The loop of one identity, whoever waits for it. */
export interface Remediation {
  /** Notes that a caller begins: a loop that gives up while he waits has given up for him, too. */
  begin(): CallerPatience;
  /**
   * Another certificate, where the failure is one that it may mend and the limits allow it; undefined else.
   *
   * @throws whatever stands in the way of the certificate; {@link FlightAborted} when the caller leaves
   */
  next(refusal: CertificateRefusal, signal?: AbortSignal): Promise<IdentityCertificate | undefined>;
  /** A token came. Tells whether it ended the loop. */
  succeed(certificate: IdentityCertificate): 'success' | 'retry-succeeded';
}

/** What {@link createRemediation} needs. */
export interface RemediationParts {
  readonly holder: Pick<CertificateHolder, 'replace' | 'successorOf'>;
  readonly limits: RemediationLimits;
  /** Milliseconds that pass evenly, whatever the clock on the wall does. */
  readonly elapsed: () => number;
  readonly sleep: Pause;
  /** From 0 to 1. @default `Math.random` */
  readonly random?: (() => number) | undefined;
  readonly emit: EventSink<IdentityCredentialRetried>;
  /** Told once when a loop ends without a token. */
  readonly tell: CredentialTeller;
}

/** Makes the loop; it rests until a certificate is refused. */
export function createRemediation(options: RemediationParts): Remediation {
  const { holder, limits, elapsed, sleep, random, emit, tell } = options;
  const rounds = createSingleFlight<IdentityCertificate | undefined>();
  const book = createLoopBook(limits, elapsed);

  const giveUp = (refusal: CertificateRefusal): undefined => {
    if (book.fail()) tell.outcome('retry-failed', refusal);
    return undefined;
  };
  const round = async (
    loop: RemediationLoop,
    refusal: CertificateRefusal & { readonly kind: CertificateRefusalKind },
    signal: AbortSignal,
  ): Promise<IdentityCertificate | undefined> => {
    const { certificate, resource, error, correlationId, begun, kind } = refusal;
    const attempt = book.count(loop, kind);
    const { delayMs, errorCodes } = planPause(error, Math.max(attempt, begun.refusals), random);
    if (book.isSpent(loop, delayMs)) return giveUp(refusal);
    const { x5tS256 } = certificate.certificate;
    const about = { attempt, delayMs, x5tS256, code: knownCode(error), errorCodes, correlationId };
    emit({ name: 'credential.retried', source: 'imds-v2', ...about });
    try {
      await sleep(delayMs, signal);
      const next = await holder.replace({ reason: 'remediation', resource, refused: certificate }, signal);
      loop.latest = next;
      return next;
    } catch (failure) {
      book.fail();
      // The last who waited has left: nothing failed.
      if (!signal.aborted) tell.outcome('retry-failed', { ...refusal, error: failure });
      throw failure;
    }
  };

  return {
    begin: book.begin,
    async next(refusal, signal) {
      const { certificate, error, begun } = refusal;
      const kind = judgeRefusal(error, limits.remediateClaimsMismatch);
      if (kind === undefined) return book.latest() === certificate && isAnswer(error) ? giveUp(refusal) : undefined;
      book.noteRefusal(begun);
      if (book.isOutOfPatience(begun)) {
        if (book.outlive(begun)) tell.outcome('retry-failed', refusal);
        return undefined;
      }
      // Whoever was refused late goes on with what the others have got.
      const successor = holder.successorOf(certificate);
      if (successor !== undefined) return successor;
      if (book.hasFailedSince(begun)) return undefined;
      const loop = book.join(begun);
      const { x5tS256 } = certificate.certificate;
      return rounds.run(x5tS256, (flight) => round(loop, { ...refusal, kind }, flight), signal);
    },
    succeed(certificate) {
      if (book.latest() !== certificate) return 'success';
      book.end();
      return 'retry-succeeded';
    },
  };
}
