import { HoldfastError, type ShrInvalid } from '@holdfast/core';
import { type ResourceErrorCode, type ResourceErrorEntry, resourceErrors } from './catalog.ts';

/**
 * Every code with which a request can be refused: the codes of this package, and those of a proof that does not fit the request
 * (`ERR_SHR_…`, answered with 401), which keep the name that the proof room of the core gives them.
 */
export type AuthenticationFailureCode = ResourceErrorCode | ShrInvalid['code'];

const rows: Readonly<Record<ResourceErrorCode, ResourceErrorEntry>> = resourceErrors;

interface RefusedOptions {
  readonly detail?: string | undefined;
  readonly cause?: unknown;
  /** The claims request of a claims challenge, as it is sent. */
  readonly claims?: string | undefined;
}

/** What a step throws: the fact, before anybody has thought about headers. Never leaves the package, except as a cause. */
export class Refused extends HoldfastError<AuthenticationFailureCode> {
  readonly entry: ResourceErrorEntry;
  readonly claims: string | undefined;

  constructor(code: ResourceErrorCode | ShrRow, options: RefusedOptions = {}) {
    const row = typeof code === 'string' ? { code, entry: rows[code] } : code;
    super(row.code, row.entry, options);
    this.entry = row.entry;
    this.claims = options.claims;
  }
}

interface ShrRow {
  readonly code: ShrInvalid['code'];
  readonly entry: ResourceErrorEntry;
}

/** Refuses a proof with the code, the words and the claim name that the proof room gave. */
export function refuseProof(cause: ShrInvalid): Refused {
  const { meaning, mend } = cause;
  const entry: ResourceErrorEntry = { meaning, mend, status: 401, challenge: 'token', speaks: 'PoP' };
  return new Refused({ code: cause.code, entry }, { cause });
}
