import type { TokenValidatorOptions } from '@holdfast/resource';
import type { ProofAlgorithm } from '../shr/proof-stock.ts';

/** What stands before the route: our guard, one bare `crypto.verify`, the peer, or nothing. */
export type RouteGuard = 'holdfast' | 'verify' | 'peer' | 'open';

/** What a server under measurement is told. */
export interface ServerOrder {
  readonly framework: 'express' | 'fastify';
  readonly guard: RouteGuard;
  readonly alg: ProofAlgorithm;
  readonly options: TokenValidatorOptions;
  /** The one client's public key, PEM, for whoever only verifies. */
  readonly clientKey: string;
  /** The issuer's public key, PEM, for the peer. */
  readonly issuerKey: string;
}

/** What a server tells, once when it listens and again whenever it is asked. */
export interface ServerReport {
  readonly port: number;
  /** Processor time used so far, in microseconds. */
  readonly cpu: number;
}

/** What the generator is told: whole requests, each to be sent once. */
export interface LoadOrder {
  readonly port: number;
  readonly requests: readonly string[];
  readonly connections: number;
}

/** What came of it. */
export interface LoadReport {
  readonly seconds: number;
  /** Processor time of the generator, in microseconds. */
  readonly cpu: number;
  /** Answers that were not 200. */
  readonly failures: number;
}
