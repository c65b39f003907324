import type { UsableToken } from './usable-token.ts';

/** The tokens of this page, with keys that are ready to sign. */
export interface TokenMemory {
  find(session: string, token: string): UsableToken | undefined;
  /** How often something was forgotten; ask before looking for what is then written. */
  readonly epoch: number;
  /** Keeps a token, unless something was forgotten since: it might be what was forgotten. */
  write(name: { readonly session: string; readonly token: string }, usable: UsableToken, epoch: number): void;
  /** Forgets one token, while it is the one that is meant. */
  drop(session: string, token: string, usable: UsableToken): void;
  /** Forgets everything. */
  forget(): void;
}

// More than a page has APIs; the oldest goes, and storage still has it.
const mostTokens = 200;

/** Makes an empty {@link TokenMemory}. */
export function createTokenMemory(): TokenMemory {
  const tokens = new Map<string, UsableToken>();
  let forgotten = 0;
  const name = (session: string, token: string): string => `${session} ${token}`;
  return {
    find: (session, token) => tokens.get(name(session, token)),
    get epoch() {
      return forgotten;
    },
    write({ session, token }, usable, epoch) {
      if (epoch !== forgotten) return;
      const [oldest] = tokens.size < mostTokens ? [] : tokens.keys();
      if (oldest !== undefined) tokens.delete(oldest);
      tokens.set(name(session, token), usable);
    },
    drop(session, token, usable) {
      if (tokens.get(name(session, token)) === usable) tokens.delete(name(session, token));
    },
    forget() {
      forgotten += 1;
      tokens.clear();
    },
  };
}
