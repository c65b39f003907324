import { backoffDelay, createSingleFlight, type EventSink, HoldfastError } from '@holdfast/core';
import { TokenEndpointFailed, TokenRequestRefused } from '@holdfast/oauth';
import type { Pause } from '../managed-identity-source/pause.ts';
import type { CertificateHolder } from './certificate-holder.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { IdentityCredentialRetried } from './identity-event.ts';
import type { CredentialTeller, OutcomeSubject } from './tell-outcome.ts';

/** For how long a certificate that the authority refuses is asked for anew. */
export interface RemediationLimits {
  /** Most certificates in a row. */
  readonly maxAttempts: number;
  /** From the first refusal, in milliseconds. */
  readonly deadlineMs: number;
  /** Whether `invalid_request` with 1000901 counts as a refusal of the certificate. */
  readonly remediateClaimsMismatch: boolean;
}

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

/** What one caller has been through; nobody else's to look into. */
export interface CallerPatience {
  /** How many loops had given up before. */
  readonly failedLoops: number;
  refusals: number;
  /** When he was refused first. */
  since?: number;
  /** The loop that he waited for first. */
  loop?: Loop;
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
export interface RemediationOptions {
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

interface Loop {
  readonly startedAt: number;
  attempts: number;
  tlsRefusals: number;
  /** What the last round gave. */
  latest?: IdentityCertificate;
  /** Whether it was told that somebody outlived it without a token. */
  isOutlived?: boolean;
}

const backoff = { baseMs: 1000, maxMs: 30_000 } as const;

/** Makes the loop; it rests until a certificate is refused. */
export function createRemediation(options: RemediationOptions): Remediation {
  const { holder, limits, elapsed, sleep, random, emit, tell } = options;
  const rounds = createSingleFlight<IdentityCertificate | undefined>();
  let loop: Loop | undefined;
  let failedLoops = 0;

  const giveUp = (refusal: CertificateRefusal): undefined => {
    const hasRetried = loop?.latest !== undefined;
    loop = undefined;
    failedLoops += 1;
    if (hasRetried) tell.outcome('retry-failed', refusal);
    return undefined;
  };
  // A loop whose callers have all left was ended by nobody: it is none for whoever comes later.
  const joinLoop = (begun: CallerPatience): Loop => {
    if (begun.refusals === 1 && loop !== undefined && elapsed() - loop.startedAt >= limits.deadlineMs) loop = undefined;
    loop ??= { startedAt: elapsed(), attempts: 0, tlsRefusals: 0 };
    begun.loop ??= loop;
    return loop;
  };
  // The token of somebody else ends the loop. Whoever is refused nevertheless has his own time, or certificates would be replaced for ever.
  const isOutOfPatience = ({ refusals, since = 0, loop: own }: CallerPatience): boolean =>
    refusals > 1 && own !== loop && (refusals > limits.maxAttempts || elapsed() - since >= limits.deadlineMs);
  const leave = (refusal: CertificateRefusal): undefined => {
    const { loop: own, failedLoops: failedBefore } = refusal.begun;
    if (own === undefined || own.isOutlived === true || failedBefore !== failedLoops) return undefined;
    own.isOutlived = true;
    tell.outcome('retry-failed', refusal);
    return undefined;
  };
  const round = async (
    current: Loop,
    refusal: CertificateRefusal & { readonly kind: 'refused' | 'tls' },
    signal: AbortSignal,
  ): Promise<IdentityCertificate | undefined> => {
    const { certificate, resource, error, correlationId, begun, kind } = refusal;
    current.attempts += 1;
    if (kind === 'tls') current.tlsRefusals += 1;
    const { attempts: attempt } = current;
    const { delayMs, errorCodes } = plan(error, Math.max(attempt, begun.refusals), random);
    const left = limits.deadlineMs - (elapsed() - current.startedAt);
    if (attempt > limits.maxAttempts || delayMs >= left || current.tlsRefusals > 1) return giveUp(refusal);
    const { x5tS256 } = certificate.certificate;
    const about = { attempt, delayMs, x5tS256, code: codeOf(error), errorCodes, correlationId };
    emit({ name: 'credential.retried', source: 'imds-v2', ...about });
    try {
      await sleep(delayMs, signal);
      const next = await holder.replace({ reason: 'remediation', resource, refused: certificate }, signal);
      current.latest = next;
      return next;
    } catch (failure) {
      loop = undefined;
      failedLoops += 1;
      // The last who waited has left: nothing failed.
      if (!signal.aborted) tell.outcome('retry-failed', { ...refusal, error: failure });
      throw failure;
    }
  };

  return {
    begin: () => ({ failedLoops, refusals: 0 }),
    async next(refusal, signal) {
      const { certificate, error } = refusal;
      const kind = judge(error, limits.remediateClaimsMismatch);
      if (kind === undefined) {
        if (loop?.latest === certificate && isAnswer(error)) giveUp(refusal);
        return undefined;
      }
      const { begun } = refusal;
      begun.refusals += 1;
      begun.since ??= elapsed();
      if (isOutOfPatience(begun)) return leave(refusal);
      // Whoever was refused late goes on with what the others have got.
      const successor = holder.successorOf(certificate);
      if (successor !== undefined) return successor;
      if (begun.failedLoops !== failedLoops) return undefined;
      const current = joinLoop(begun);
      const { x5tS256 } = certificate.certificate;
      return rounds.run(x5tS256, (flight) => round(current, { ...refusal, kind }, flight), signal);
    },
    succeed(certificate) {
      if (loop?.latest !== certificate) return 'success';
      loop = undefined;
      return 'retry-succeeded';
    },
  };
}

const firstCode = 1_000_610;
const lastCode = 1_000_614;
const claimsMismatch = 1_000_901;

/** Tells whether a failure is a refusal of the certificate: the state table of decision 0032. */
function judge(error: unknown, remediateClaimsMismatch: boolean): 'refused' | 'tls' | undefined {
  if (error instanceof TokenRequestRefused) {
    const [code] = error.errorCodes;
    const isAttestation = code === undefined || (code >= firstCode && code <= lastCode);
    if (error.error === 'invalid_client' && isAttestation) return 'refused';
    const isMismatch = error.error === 'invalid_request' && code === claimsMismatch;
    return isMismatch && remediateClaimsMismatch ? 'refused' : undefined;
  }
  const cause = error instanceof TokenEndpointFailed ? error.cause : undefined;
  // With TLS 1.3 a server refuses after the request has left; where it does not stay to say so the connection just ends.
  const isTls =
    cause instanceof HoldfastError &&
    (cause.code === 'ERR_MTLS_CERTIFICATE_REFUSED' || cause.code === 'ERR_MTLS_INTERRUPTED');
  return isTls ? 'tls' : undefined;
}

// Who left, or was told to wait, has learnt nothing about the certificate.
function isAnswer(error: unknown): boolean {
  return error instanceof TokenRequestRefused;
}

function plan(
  error: unknown,
  attempt: number,
  random: (() => number) | undefined,
): { readonly delayMs: number; readonly errorCodes: readonly number[] } {
  const jitter = backoffDelay({ attempt: attempt - 1, ...backoff, random });
  if (!(error instanceof TokenRequestRefused)) return { delayMs: jitter, errorCodes: [] };
  return { delayMs: Math.max(jitter, (error.retryAfterSeconds ?? 0) * 1000), errorCodes: error.errorCodes };
}

function codeOf(error: unknown): string {
  return error instanceof HoldfastError ? error.code : 'ERR_UNKNOWN';
}
