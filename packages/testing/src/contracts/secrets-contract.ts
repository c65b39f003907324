import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HoldfastError } from '@holdfast/core';
import { canarySecret } from '../secrets/canary.ts';
import { facesOf } from '../secrets/faces.ts';
import { findSecret, type Secret } from '../secrets/secret.ts';

/** Brings one error about: it throws or rejects, or gives the answer (with its `code`) that a server made of it. */
export type Provocation = () => unknown;

/** What a package shows of its errors. */
export interface SecretsContractOptions {
  /** Every code of its catalogues. */
  readonly codes: readonly string[];
  /** Ways to bring each code about, with the canary, or another secret, as near to the fault as it can be. */
  readonly provocations: Readonly<Record<string, Provocation | readonly Provocation[]>>;
  /** Codes that no test can bring about, each with the reason. */
  readonly unprovoked?: Readonly<Record<string, string>> | undefined;
  /** Everything the package exports: no error class may be left out. Classes that are never thrown by it are named here. */
  readonly exports: Readonly<Record<string, unknown>>;
  readonly neverThrownHere?: Readonly<Record<string, string>> | undefined;
  /** Secrets beside the canary. */
  readonly secrets?: readonly Secret[] | undefined;
}

/**
 * The contract of errors: each has its code, and shows nothing of what provoked it, in no face and no cause.
 *
 * @param name the package, for the titles of the tests
 * @param options codes, provocations and exports
 */
export function secretsContract(name: string, options: SecretsContractOptions): void {
  const { codes, provocations, unprovoked = {}, secrets = [] } = options;
  describe(`errors of ${name} keep secrets`, () => {
    const classes = new Set<unknown>();
    for (const [code, ways] of Object.entries(provocations)) {
      it(`${code} shows nothing of what provoked it`, async () => {
        for (const provoke of typeof ways === 'function' ? [ways] : ways) {
          const told = await outcomeOf(provoke);
          assert.equal(told.code, code);
          assertShowsNoSecret(told, secrets);
          classes.add(told.constructor);
        }
      });
    }

    it('every code is provoked, or listed with the reason why not', () => {
      const listed = [...Object.keys(provocations), ...Object.keys(unprovoked)];
      assert.deepEqual(listed.toSorted(), [...codes].sort());
      for (const reason of Object.values(unprovoked)) assert.ok(reason.length > 20, 'a reason is a sentence');
    });

    it('every error class is thrown', () => {
      const missing = Object.entries(options.exports)
        .filter(([, value]) => typeof value === 'function' && value.prototype instanceof HoldfastError)
        .filter(([className, value]) => !classes.has(value) && options.neverThrownHere?.[className] === undefined)
        .map(([className]) => className);
      assert.deepEqual(missing, []);
    });
  });
}

/**
 * Fails when a value shows the canary, or another secret, in any of its faces.
 *
 * @param value an error, an event, an answer
 * @param secrets secrets beside the canary
 */
export function assertShowsNoSecret(value: unknown, secrets: readonly Secret[] = []): void {
  const found = findSecret(facesOf(value), [canarySecret, ...secrets]);
  const kind = value instanceof HoldfastError ? `${value.name} ${value.code}` : typeof value;
  assert.equal(found?.name, undefined, `a secret shows in ${kind}`);
}

async function outcomeOf(provoke: Provocation): Promise<{ readonly code: unknown }> {
  let answer: unknown;
  try {
    answer = await provoke();
  } catch (error) {
    assert.ok(error instanceof HoldfastError, 'an error without a type of ours');
    return error;
  }
  assert.ok(typeof answer === 'object' && answer !== null && 'code' in answer, 'nothing was refused');
  return answer;
}
