import { type ErrorEntry, HoldfastError } from '@holdfast/core';
import { type ResourceErrorCode, resourceErrors } from '@holdfast/resource';
import { type InspectCode, inspectFindings } from './inspect-findings.ts';

/** `error`: something refuses this, or ought to. `warning`: it passes and gives something up. `note`: good to know. */
export type Severity = 'error' | 'warning' | 'note';

/** One thing that is to be said about what was inspected. */
export interface Finding {
  readonly severity: Severity;
  /** A code of inspect (`INSPECT_…`), or the one with which our own verifiers refuse (`ERR_…`). */
  readonly code: string;
  readonly message: string;
  readonly mend: string;
}

/** A finding of inspect itself. */
export function finding(code: InspectCode, detail?: string): Finding {
  const { severity, ...entry } = inspectFindings[code];
  return { severity, code, ...word(entry, detail) };
}

/** What our validator says of the same thing, in its own words. */
export function refusal(
  code: ResourceErrorCode,
  options: { readonly detail?: string; readonly severity?: Severity } = {},
): Finding {
  return { severity: options.severity ?? 'error', code, ...word(resourceErrors[code], options.detail) };
}

/** The verdict of a parser or verifier, with what it was caused by. */
export function verdict(error: HoldfastError, severity: Severity = 'error'): Finding {
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof HoldfastError; cause = cause.cause) causes.push(cause.meaning);
  return { severity, code: error.code, message: [error.meaning, ...causes].join(': '), mend: error.mend };
}

/**
 * Runs a parser for its verdict.
 *
 * @returns what it gave, or the finding that it refuses
 * @throws whatever is no {@link HoldfastError}
 */
export async function judge<T>(
  parse: () => T | Promise<T>,
): Promise<{ readonly value?: T; readonly findings: readonly Finding[] }> {
  try {
    return { value: await parse(), findings: [] };
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return { findings: [verdict(error)] };
  }
}

function word({ meaning, mend }: ErrorEntry, detail: string | undefined): Pick<Finding, 'message' | 'mend'> {
  return { message: detail === undefined ? meaning : `${meaning} (${detail})`, mend };
}
