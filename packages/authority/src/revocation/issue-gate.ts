import { type Clock, epochSeconds } from '@holdfast/core';
import { TokenRefused } from '../errors/token-refused.ts';
import type { TokenFacts, TokenSubject } from './revocation.ts';
import type { RevocationBook } from './revocation-book.ts';

/** Waits so many milliseconds; rejects as soon as the signal is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Something that is about to be issued. */
export interface Issue<Token> {
  readonly subject: TokenSubject;
  /** Epoch seconds: no token of an earlier second will do. */
  readonly notBefore?: number | undefined;
  /** Makes the token with this `iat`, in epoch seconds. May be called several times: only the last token leaves the gate. */
  readonly make: (issuedAt: number) => Promise<Token>;
}

/** The one way out for tokens. */
export interface IssueGate {
  /**
   * Lets a token out that no revocation covers. A token of the very second of a revocation would be revoked from the start, so it waits
   * for the next one.
   *
   * @throws {@link TokenRefused} `keyRevoked`, `certificateRevoked`: for good; `notBeforeTooLate`: nobody waits that long;
   *   `unavailable`: revocation upon revocation, a clock that was set back, or an authority that closes
   */
  issue<Token extends { readonly uti: string }>(issue: Issue<Token>): Promise<Token>;
  /** Ends every wait. */
  close(): void;
}

const mostRounds = 8;
const longestWaitSeconds = 5;

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

  /** What stands in the way of a token: undefined when nothing does. */
  function findObstacle(token: TokenFacts, notBefore: number): Promise<void> | undefined {
    const entry = book.find(token);
    if (entry?.kind === 'jkt') throw new TokenRefused('keyRevoked');
    if (entry?.kind === 'x5t') throw new TokenRefused('certificateRevoked');
    const written = book.whenWritten(token);
    // Nothing is issued between a revocation and the answer that it is done. A failed write is for whoever revoked to hear.
    if (written !== undefined) return written.catch(() => undefined);
    if (entry !== undefined) return waitUntil(entry.revokedAt + 1);
    if (token.issuedAt >= notBefore) return undefined;
    if (notBefore - token.issuedAt > longestWaitSeconds) throw new TokenRefused('notBeforeTooLate');
    return waitUntil(notBefore);
  }

  return {
    issue: async ({ subject, notBefore = 0, make }) => {
      for (let round = 0; round < mostRounds; round += 1) {
        const issuedAt = epochSeconds(clock);
        const before = findObstacle({ ...subject, issuedAt }, notBefore);
        if (before === undefined) {
          const token = await make(issuedAt);
          // While it was signed somebody may have revoked: then nobody gets to see it.
          const meanwhile = findObstacle({ ...subject, uti: token.uti, issuedAt }, notBefore);
          if (meanwhile === undefined) return token;
          await meanwhile;
        } else await before;
      }
      throw new TokenRefused('unavailable');
    },
    close: () => closing.abort(),
  };
}
