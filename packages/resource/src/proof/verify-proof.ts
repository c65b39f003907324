import {
  type Clock,
  type DecodedShr,
  type KeyConfirmation,
  parseRequestTarget,
  type ShrDialect,
  ShrInvalid,
  SignatureInvalid,
  type VerifiedShr,
} from '@holdfast/core';
import { type ShrMemory, verifyShrAtOnce } from '@holdfast/core/shr-memory';
import { Refused, refuseProof } from '../errors/refused.ts';
import { orRefuse } from '../flow/when-there.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';

/** What a proof is held against, all from configuration. */
export interface ProofRules {
  /** The hosts of this API, lower case, with their port unless that is 443. At least one. */
  readonly hosts: readonly [string, ...string[]];
  readonly dialects: readonly ShrDialect[];
  readonly windowSeconds: number;
  readonly futureSeconds: number;
  readonly clock: Clock;
  readonly memory: ShrMemory;
}

/**
 * Verifies that the holder of the bound key signed this very request.
 *
 * The expected host is one of the configured origins, which all mean this API; `Host`, `Forwarded` and `X-Forwarded-*` are never
 * read. Not checked: nonce and replay, which come last.
 */
export function verifyProof(
  shr: DecodedShr,
  against: { readonly confirmation: KeyConfirmation; readonly incoming: IncomingRequest; readonly rules: ProofRules },
): VerifiedShr | Promise<VerifiedShr> {
  const { confirmation, incoming, rules } = against;
  const { path, query } = splitTarget(incoming.target);
  const request = {
    method: incoming.method,
    host: pickHost(shr, rules.hosts),
    path,
    query,
    headers: incoming.headers,
    body: incoming.body,
  };
  const { dialects, windowSeconds, futureSeconds, clock, memory } = rules;
  const options = { shr, confirmation, request, dialects, windowSeconds, futureSeconds, clock, memory };
  return orRefuse(() => verifyShrAtOnce(options), refuse);
}

function refuse(cause: unknown): never {
  if (cause instanceof ShrInvalid) throw refuseProof(cause);
  if (cause instanceof SignatureInvalid) throw new Refused('ERR_PROOF_SIGNATURE', { cause });
  throw cause;
}

function splitTarget(target: string): { readonly path: string; readonly query: string } {
  try {
    return parseRequestTarget(target);
  } catch (cause) {
    throw new Refused('ERR_INCOMING_TARGET', { cause });
  }
}

// Only picks which configured host to compare with; the comparison itself is the dialect's, in full.
function pickHost(shr: DecodedShr, hosts: ProofRules['hosts']): string {
  const u = shr.jws.payload['u'];
  const claimed = typeof u === 'string' ? u.toLowerCase() : '';
  return hosts.find((host) => host === claimed || `${host}:443` === claimed) ?? hosts[0];
}
