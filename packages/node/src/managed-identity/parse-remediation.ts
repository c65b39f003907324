import { checkOptionNames } from '@holdfast/core/option-names';
import type { RemediationLimits } from '../managed-identity-certificate/loop-book.ts';
import type { RemediationOptions } from './certificate-options.ts';

/** Explained at its option, as the others are. */
const defaultDeadlineMs = 120_000;

/**
 * Reads for how long a refused certificate is asked for anew.
 *
 * @throws TypeError for a wrong or unknown option
 */
export function parseRemediation(given: RemediationOptions | undefined): RemediationLimits {
  const options = given ?? {};
  const names = new Set<string>(['maxAttempts', 'deadlineMs', 'remediateClaimsMismatch']);
  checkOptionNames(options, names, 'remediation');
  const { maxAttempts, remediateClaimsMismatch = false } = options;
  const deadlineMs = options.deadlineMs ?? (maxAttempts === Number.POSITIVE_INFINITY ? maxAttempts : defaultDeadlineMs);
  if (typeof remediateClaimsMismatch !== 'boolean')
    throw new TypeError('remediation.remediateClaimsMismatch must be true or false');
  return Object.freeze({
    maxAttempts: parseBound(maxAttempts ?? Number.POSITIVE_INFINITY, 'remediation.maxAttempts'),
    deadlineMs: parseBound(deadlineMs, 'remediation.deadlineMs'),
    remediateClaimsMismatch,
  });
}

function parseBound(value: unknown, name: string): number {
  const isBound = value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 0);
  if (!isBound) throw new TypeError(`${name} must be a whole number, or Infinity`);
  return value as number;
}
