import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { HoldfastError } from '@holdfast/core';
import { TokenRequestRefused } from '@holdfast/oauth';
import { createFakeClock } from '@holdfast/testing';
import type { IdentityCertificate } from '../../src/managed-identity-certificate/identity-certificate.ts';
import type { RemediationLimits } from '../../src/managed-identity-certificate/loop-book.ts';
import { createRemediation } from '../../src/managed-identity-certificate/remediation.ts';

// How long the loop lasts, on a clock that only the test moves. The certificates are names: what becomes of real ones is in state-table.test.ts.

const named = (x5tS256: string) => ({ certificate: { x5tS256 } }) as unknown as IdentityCertificate;
const refused = (facts: Partial<ConstructorParameters<typeof TokenRequestRefused>[0]> = {}) =>
  new TokenRequestRefused({ status: 401, error: 'invalid_client', errorCodes: [1000610], ...facts });

function createBench(limits: Partial<RemediationLimits> = {}, random = () => 1 - 2 ** -53) {
  const clock = createFakeClock(0);
  const pauses: number[] = [];
  const told: string[] = [];
  let minted = 0;
  const remediation = createRemediation({
    holder: {
      replace: async () => named(`certificate ${++minted}`),
      successorOf: () => undefined,
    },
    limits: { maxAttempts: Infinity, deadlineMs: 120_000, remediateClaimsMismatch: false, ...limits },
    elapsed: clock,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      clock.advance(milliseconds / 1000);
    },
    random,
    emit: () => undefined,
    tell: {
      outcome: (outcome) => told.push(outcome),
      notFound: () => told.push('not-found'),
    },
  });
  /** Refuses every certificate until the loop gives up, or has given so many. */
  const runOut = async (error: () => unknown, most: number): Promise<number> => {
    let certificate = named('certificate 0');
    const begun = remediation.begin();
    for (let given = 0; given < most; given += 1) {
      const about = {
        certificate,
        resource: 'a',
        tokenType: 'mtls_pop',
        correlationId: 'call',
        begun,
        error: error(),
      } as const;
      const next = await remediation.next(about);
      if (next === undefined) return given;
      certificate = next;
    }
    return most;
  };
  return { clock, pauses, told, remediation, runOut };
}

suite('how long certificates are asked for anew', () => {
  test('two minutes after the first refusal it ends; pauses double up to thirty seconds', async () => {
    const { pauses, told, runOut } = createBench();
    assert.equal(await runOut(refused, 1000), 7);
    assert.deepEqual(pauses, [999, 1999, 3999, 7999, 15999, 29999, 29999]);
    assert.deepEqual(told, ['retry-failed']);
  });

  test('full jitter: a pause is anything from nothing to its bound', async () => {
    const { pauses, runOut } = createBench({ maxAttempts: 5 }, () => 0);
    assert.equal(await runOut(refused, 1000), 5);
    assert.deepEqual(pauses, [0, 0, 0, 0, 0]);
  });

  test('Retry-After is the least, and what does not fit before the end is not waited for', async () => {
    const { pauses, runOut } = createBench();
    assert.equal(await runOut(() => refused({ retryAfterSeconds: 50 }), 1000), 2);
    assert.deepEqual(pauses, [50_000, 50_000]);
  });

  test('without bounds it goes on', async () => {
    const { told, runOut } = createBench({ deadlineMs: Infinity });
    assert.equal(await runOut(refused, 500), 500);
    assert.deepEqual(told, []);
  });

  test('who waited while the loop gave up does not begin another; who comes later does', async () => {
    const { remediation, runOut } = createBench({ maxAttempts: 2 });
    const about = { resource: 'b', tokenType: 'mtls_pop', correlationId: 'call', error: refused() } as const;
    const certificate = named('certificate 2');
    const begun = remediation.begin();
    await runOut(refused, 1000);
    assert.equal(await remediation.next({ ...about, certificate, begun }), undefined);
    assert.ok(await remediation.next({ ...about, certificate, begun: remediation.begin() }));
  });

  test('maxAttempts certificates, and no more', async () => {
    const { runOut } = createBench({ maxAttempts: 3 });
    assert.equal(await runOut(refused, 1000), 3);
  });

  test('a token ends the loop, and the next refusal begins another with all its time', async () => {
    const { clock, remediation, pauses } = createBench();
    const about = { resource: 'a', tokenType: 'mtls_pop', correlationId: 'call', begun: remediation.begin() } as const;
    const next = await remediation.next({ ...about, certificate: named('one'), error: refused() });
    assert.equal(next && remediation.succeed(next), 'retry-succeeded');
    assert.equal(next && remediation.succeed(next), 'success');
    clock.advance(119);
    const later = { ...about, begun: remediation.begin() };
    assert.ok(await remediation.next({ ...later, certificate: named('two'), error: refused() }));
    assert.deepEqual(pauses, [999, 999]);
  });

  test('the tokens of another resource end loops, and not the limits of whoever is refused all the same', async () => {
    for (const [limits, most] of [
      [{ maxAttempts: 3 }, 3],
      [{}, 8],
    ] as const) {
      const { remediation, told, pauses } = createBench(limits);
      const about = {
        resource: 'a',
        tokenType: 'mtls_pop',
        correlationId: 'call',
        begun: remediation.begin(),
      } as const;
      let certificate = named('certificate 0');
      for (;;) {
        const next = await remediation.next({ ...about, certificate, error: refused() });
        if (next === undefined) break;
        assert.ok(pauses.length <= most, 'for ever');
        assert.equal(remediation.succeed(next), 'retry-succeeded');
        certificate = next;
      }
      assert.equal(pauses.length, most);
      assert.deepEqual(told, ['retry-failed']);
      const later = { ...about, certificate, begun: remediation.begin() };
      assert.ok(await remediation.next({ ...later, error: refused() }), 'who comes later begins');
    }
  });

  test('a loop that everybody left does not fail whoever comes when it would be over', async () => {
    const { clock, remediation, told } = createBench();
    const about = { resource: 'a', tokenType: 'mtls_pop', correlationId: 'call' } as const;
    const first = { ...about, certificate: named('one'), begun: remediation.begin() };
    const next = await remediation.next({ ...first, error: refused() });
    assert.ok(next);
    clock.advance(3600);
    const later = { ...about, certificate: next, begun: remediation.begin() };
    assert.ok(await remediation.next({ ...later, error: refused() }));
    assert.deepEqual(told, []);
  });

  test('what is not about the certificate ends the loop; what says nothing about it does not', async () => {
    const { remediation, told } = createBench();
    const about = { resource: 'a', tokenType: 'mtls_pop', correlationId: 'call', begun: remediation.begin() } as const;
    const next = await remediation.next({ ...about, certificate: named('one'), error: refused() });
    assert.ok(next);
    for (const error of [new Error('of the caller'), new HoldfastError('ERR_X', { meaning: 'm', mend: 'n' })]) {
      assert.equal(await remediation.next({ ...about, certificate: next, error }), undefined);
    }
    assert.deepEqual(told, []);
    const other = refused({ error: 'invalid_resource', errorCodes: [500011] });
    assert.equal(await remediation.next({ ...about, certificate: next, error: other }), undefined);
    assert.deepEqual(told, ['retry-failed']);
  });
});
