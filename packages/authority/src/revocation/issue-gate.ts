import { type Clock, epochSeconds } from '@holdfast/core';
import { TokenRefused } from '../errors/token-refused.ts';
import type { AttestedKey, TokenFacts, TokenSubject } from './revocation.ts';
import type { RevocationBook } from './revocation-book.ts';

/** Waits so many milliseconds; rejects as soon as the signal is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** What must hold when a token is issued, beside what is revoked. */
export interface IssueTerms {
  /** `x5t#S256` of the certificates that the client authenticated with: revoked in the meantime, they earn nothing any more. */
  readonly certificates?: readonly string[] | undefined;
  /**
   * There where the client holds a certificate of a managed identity: such a one is told of its revocation in the words that make it fetch
   * another.
   */
  readonly machine?:
    | {
        /** What was shown of its key. */
        readonly attested?: AttestedKey | undefined;
      }
    | undefined;
  /** Epoch seconds: no token of an earlier second will do. */
  readonly notBefore?: number | undefined;
}

/** Something that is about to be issued. */
export interface Issue<Token> extends IssueTerms {
  readonly subject: TokenSubject;
  /** Makes the token with this `iat`, in epoch seconds. May be called several times: only the last token leaves the gate. */
  readonly make: (issuedAt: number) => Promise<Token>;
}

/** The one way out for tokens. */
export interface IssueGate {
  /**
   * Lets a token out that no revocation covers. A token of the very second of a revocation would be revoked from the start, so it waits
   * for the next one.
   *
   * @throws {@link TokenRefused} `keyRevoked`, `certificateRevoked`, `machineCertificateRevoked`, `attestationClaimWrong`: for good;
   *   `notBeforeTooLate`: nobody waits that long; `unavailable`: revocation upon revocation, a clock that was set back, or an authority that closes
   */
  issue<Token extends { readonly uti: string }>(issue: Issue<Token>): Promise<Token>;
  /** Ends every wait. */
  close(): void;
}

const mostSeconds = 8;
// A wait for a write is short, and somebody who revokes again and again may cause many.
const mostWrites = 500;
const longestWaitSeconds = 5;

/** What stands in the way of a token. */
interface Obstacle {
  readonly kind: 'write' | 'second';
  readonly passed: Promise<void>;
}

/** Makes the gate. */
export function createIssueGate(options: {
  readonly book: RevocationBook;
  readonly clock: Clock;
  readonly wait: Wait;
}): IssueGate {
  const { book, clock, wait } = options;
  const closing = new AbortController();

  async function waitUntil(second: number): Promise<void> {
    if (second - epochSeconds(clock) > longestWaitSeconds) throw new TokenRefused('unavailable');
    await wait(Math.max(1, second * 1000 - clock()), closing.signal).catch((cause: unknown) => {
      throw new TokenRefused('unavailable', '', cause);
    });
  }

  function findObstacle(token: TokenFacts, terms: IssueTerms): Obstacle | undefined {
    const { certificates = [], machine, notBefore = 0 } = terms;
    const entry = book.find(token);
    if (entry?.kind === 'jkt') throw new TokenRefused('keyRevoked');
    const isCertificateRevoked = certificates.some((one) => book.isHolderRevoked({ certificateThumbprint: one }));
    if (entry?.kind === 'x5t' || isCertificateRevoked) {
      throw new TokenRefused(machine === undefined ? 'certificateRevoked' : 'machineCertificateRevoked');
    }
    if (machine?.attested !== undefined && book.isAttestationRevoked(machine.attested)) {
      throw new TokenRefused('attestationClaimWrong');
    }
    const written = book.whenWritten(token);
    // Nothing is issued between a revocation and the answer that it is done. A failed write is for whoever revoked to hear.
    if (written !== undefined) return { kind: 'write', passed: written.catch(() => undefined) };
    if (entry !== undefined) return { kind: 'second', passed: waitUntil(entry.revokedAt + 1) };
    if (token.issuedAt >= notBefore) return undefined;
    if (notBefore - token.issuedAt > longestWaitSeconds) throw new TokenRefused('notBeforeTooLate');
    return { kind: 'second', passed: waitUntil(notBefore) };
  }

  function letOut<Token>(token: Token, issuedAt: number): Token {
    book.noteIssued(issuedAt);
    return token;
  }

  return {
    issue: async ({ subject, make, ...terms }) => {
      const met = { write: 0, second: 0 };
      while (met.write < mostWrites && met.second < mostSeconds) {
        const issuedAt = epochSeconds(clock);
        let obstacle = findObstacle({ ...subject, issuedAt }, terms);
        if (obstacle === undefined) {
          const token = await make(issuedAt);
          // While it was signed somebody may have revoked: then nobody gets to see it.
          obstacle = findObstacle({ ...subject, uti: token.uti, issuedAt }, terms);
          if (obstacle === undefined) return letOut(token, issuedAt);
        }
        met[obstacle.kind] += 1;
        await obstacle.passed;
      }
      throw new TokenRefused('unavailable');
    },
    close: () => closing.abort(),
  };
}
