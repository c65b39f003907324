import type { AuthorityBehaviour } from './scripted-authority.ts';

/** A client under measurement: tokens are numbered, each number is an API of its own. */
export interface MeasuredClient {
  readonly name: string;
  /** Acquires the token of one API: from the cache when it is there. */
  acquire(index: number): Promise<unknown>;
  /** Puts tokens number 0 to `count` - 1 into the cache. */
  fill(count: number): Promise<void>;
  /** How many token requests its authority has had. */
  tokenRequests(): number;
}

/** Makes a client with an authority of its own and an empty cache. */
export type ClientFactory = (behaviour?: AuthorityBehaviour) => MeasuredClient;

const known: (readonly string[])[] = [];

/** Scopes of an API by number; made once, as a program would have them. */
export function scopesOf(index: number): readonly string[] {
  let scopes = known[index];
  if (scopes === undefined) {
    scopes = [`api://orders-${index}/.default`];
    known[index] = scopes;
  }
  return scopes;
}

const inUse = 100;

/** Visits a hundred numbers below `count`, as a program does that calls its APIs in turn. */
export function inTurn(index: number, count: number): number {
  return count <= inUse ? index % count : (index % inUse) * Math.floor(count / inUse);
}

/** Visits every number below `count`, in an order that no cache of a processor likes. */
export function scattered(index: number, count: number): number {
  return (index * 7919) % count;
}
