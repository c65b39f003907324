import { createLruMap } from '@holdfast/core';

/** A token that this process has given, or is about to. */
export interface LocalToken {
  readonly accessToken: string;
  /** SHA-256 in lower-case hex. */
  readonly hash: string;
  /** Epoch milliseconds. */
  readonly expiresMs: number;
}

/** What this process knows by itself: its last tokens, and which tokens were refused. */
export interface LocalTokens {
  /** The last token of a place, unless it has expired or was refused. */
  find(place: string, nowMs: number): LocalToken | undefined;
  keep(place: string, token: LocalToken): void;
  /** Takes a token of that hash away from a place, and never gives it again; a hash of no token here is not remembered. */
  refuse(place: string, hash: string): void;
  /** Remembers a hash as refused, whether its token was here or not. */
  remember(hash: string): void;
  isRefused(hash: string): boolean;
}

const mostRefused = 10_000;

/** Makes an empty memory. */
export function createLocalTokens(maxTokens: number): LocalTokens {
  const tokens = createLruMap<LocalToken>(maxTokens);
  const refused = createLruMap<true>(mostRefused);
  const remember = (hash: string): void => refused.write(hash, true);
  const isRefused = (hash: string): boolean => refused.find(hash) === true;
  return {
    find(place, nowMs) {
      const token = tokens.find(place);
      return token === undefined || token.expiresMs <= nowMs || isRefused(token.hash) ? undefined : token;
    },
    keep(place, token) {
      if (!isRefused(token.hash)) tokens.write(place, token);
    },
    refuse(place, hash) {
      if (tokens.find(place)?.hash !== hash) return;
      remember(hash);
      tokens.remove(place);
    },
    remember,
    isRefused,
  };
}
