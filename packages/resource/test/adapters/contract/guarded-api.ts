import type { JsonObject } from '@holdfast/core';
import type { Authenticated, Requirements, TokenValidator } from '@holdfast/resource';
import type { Listener, Served, Transport } from './serve.ts';

/** The API that every adapter guards in these suites, each in the manner of its framework. */
export interface GuardedApi {
  readonly validator: TokenValidator;
  /** Called by every route when it runs, with its name. */
  readonly reached: (route: string) => void;
}

/** A framework with its adapter. */
export interface Platform {
  readonly name: string;
  /** Whether it sees the request as it came over the wire; elsewhere the runtime normalised the address and joined header lines. */
  readonly seesTheWire: boolean;
  /** Whether it sees the TLS connection that a request came over. */
  readonly seesTheConnection: boolean;
  /** Whether a header that repeats goes out as several lines. */
  readonly keepsLines: boolean;
  readonly transports: readonly Transport[];
  readonly serve: (api: GuardedApi, transport: Transport) => Promise<Served>;
}

export type { Listener };

/** Bytes of a body that `POST /orders` keeps at most. */
export const keptBytes = 1024;
/** What `GET /write` demands. */
export const writeDemands: Requirements = { requiredScopes: ['write'] };
/** What `GET /step-up` asks for. */
export const stepUpClaims: JsonObject = { access_token: { acrs: { essential: true, value: 'c1' } } };
/** What `GET /broken` throws; no stranger may read it. */
export const routeSecret = 'a secret of the route';

/** What routes tell about their caller. */
export function describeCaller(caller: Authenticated | undefined): JsonObject {
  if (caller === undefined) throw new Error('a route ran without a caller');
  return {
    tenant: caller.tenant ?? null,
    binding: caller.binding.method,
    clientClaims: caller.clientClaims ?? null,
  };
}
