import { createNonceIssuer, parseRequestTarget, parseRetryAfter } from '@holdfast/core';
import fc from 'fast-check';
import { parseHttpDate } from '../../packages/core/src/http/http-date.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';

const target = defineTarget({
  name: 'core/request-target',
  shortRuns: 1500,
  arbitrary: mutantsOf('/', '/orders?limit=3', '/a//b/../%2e?x=?&y', '*', 'https://api.example/', '//evil.example/?'),
  run: async (text) => {
    const outcome = await attempt(() => parseRequestTarget(text));
    if (!outcome.accepted) return;
    const { path, query } = outcome.value;
    expect(text === path || text === `${path}?${query}`, 'loses or changes bytes of the target');
    expect(/^\/[!-~]*$/.test(text) && !/[#\\]/.test(text) && !path.includes('?'), 'accepts a target with two readings');
  },
});

const clock = { ms: 1_900_000_000_000 };
const secret = new Uint8Array(32).fill(7);
const nonces = createNonceIssuer({ secret, clock: () => clock.ms });
const strangers = createNonceIssuer({ secret: new Uint8Array(32).fill(8), clock: () => clock.ms });

const nonce = defineTarget({
  name: 'core/server-nonce',
  shortRuns: 300,
  arbitrary: fc.tuple(textEdits, fc.integer({ min: -400, max: 800 })),
  run: async ([edits, laterSeconds]) => {
    clock.ms = 1_900_000_000_000;
    const issued = await nonces.issue();
    clock.ms += laterSeconds * 1000;
    const due = laterSeconds < -5 ? 'unknown' : laterSeconds <= 300 ? 'fresh' : 'stale';
    const own = await attempt(() => nonces.check(issued));
    expect(own.accepted && own.value === due, 'misjudges its own nonce');
    const mutant = editText(issued, edits);
    const verdict = await attempt(() => nonces.check(mutant));
    expect(verdict.accepted && (verdict.value === 'unknown' || mutant === issued), 'accepts a nonce nobody issued');
    const foreign = await attempt(() => strangers.check(issued));
    expect(foreign.accepted && foreign.value === 'unknown', 'accepts the nonce of another secret');
  },
});

const dates = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'];

const retryAfter = defineTarget({
  name: 'core/retry-after',
  shortRuns: 1500,
  arbitrary: fc.tuple(mutantsOf('120', '0', '99999999999999999999', ' 5 ', ...dates), fc.date({ noInvalidDate: true })),
  run: async ([text, date]) => {
    const outcome = await attempt(() => parseRetryAfter(text, () => 784_111_777_000));
    expect(outcome.accepted, 'throws for a header of somebody else');
    const { value: seconds } = outcome;
    const isFine = seconds === undefined || (Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600);
    expect(isFine, 'gives no number of seconds from 0 to 3600');
    const written = date.toUTCString();
    const hasFourDigits = date.getUTCFullYear() >= 1000 && date.getUTCFullYear() <= 9999;
    const read = parseHttpDate(written, 0);
    if (hasFourDigits) expect(read === Math.floor(date.getTime() / 1000), 'misreads a date');
  },
});

/** Request targets, server nonces, Retry-After. */
export const smallParserTargets: readonly FuzzTarget[] = [target, nonce, retryAfter];
