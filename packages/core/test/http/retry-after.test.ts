import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock } from '@holdfast/testing';
import fc from 'fast-check';
import { parseHttpDate } from '../../src/http/http-date.ts';
import { parseRetryAfter } from '../../src/http/retry-after.ts';
import { wildText } from '../fixtures/wild-texts.ts';

const example = Date.UTC(1994, 10, 6, 8, 49, 37) / 1000;

describe('parseHttpDate (RFC 9110 section 5.6.7)', () => {
  for (const text of ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994']) {
    it(`reads ${text}`, () => assert.equal(parseHttpDate(text, example), example));
  }

  it('takes a two-digit year more than 50 years ahead for the past', () => {
    const in2026 = Date.UTC(2026, 0, 1) / 1000;
    assert.equal(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', in2026), example);
    assert.equal(parseHttpDate('Friday, 01-Jan-76 00:00:00 GMT', in2026), Date.UTC(2076, 0, 1) / 1000);
  });

  for (const text of [
    '',
    'tomorrow',
    '2026-01-01T00:00:00Z',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0100',
    'Sun, 06 Nov 1994 08:49:37 GMT ',
    'Sun, 31 Feb 2026 00:00:00 GMT',
    'Sun, 06 Foo 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
  ]) {
    it(`does not take ${JSON.stringify(text)} for a date`, () => assert.equal(parseHttpDate(text, example), undefined));
  }
});

describe('parseRetryAfter (RFC 9110 section 10.2.3)', () => {
  const clock = createFakeClock(example * 1000);
  const cases: readonly (readonly [value: string | null, expected: number | undefined])[] = [
    [null, undefined],
    ['', undefined],
    ['120', 120],
    [' 120 ', 120],
    ['0', 0],
    ['3600', 3600],
    ['3601', 3600],
    ['9'.repeat(400), 3600],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['soon', undefined],
    ['Sun, 06 Nov 1994 08:49:47 GMT', 10],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
    ['Mon, 07 Nov 1994 08:49:37 GMT', 3600],
  ];
  for (const [value, expected] of cases) {
    it(`reads ${JSON.stringify(value)?.slice(0, 40)} as ${expected}`, () => {
      assert.equal(parseRetryAfter(value, clock), expected);
    });
  }

  it('gives whole seconds from 0 to 3600 or nothing, on any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          wildText(),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (value) => {
          const seconds = parseRetryAfter(value, clock);
          assert.ok(seconds === undefined || (Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600));
        },
      ),
    );
  });
});
