import assert from 'node:assert/strict';
import { HoldfastError } from '@holdfast/core';

/** The error of ours that work ends with; it must not show the canary of the test that caused it. */
export function refusal(work: () => unknown): HoldfastError {
  try {
    work();
  } catch (error) {
    return checked(error);
  }
  return assert.fail('nothing was refused');
}

/** The same of work that takes time. */
export async function refusalOf(work: Promise<unknown>): Promise<HoldfastError> {
  const error = await work.then(
    () => assert.fail('nothing was refused'),
    (reason: unknown) => reason,
  );
  return checked(error);
}

function checked(error: unknown): HoldfastError {
  assert.ok(error instanceof HoldfastError, `an error without a type of ours: ${String(error)}`);
  assert.ok(!`${error.message}${String(error.stack)}${String(error.cause)}`.includes('CANARY'), 'it shows the canary');
  return error;
}
