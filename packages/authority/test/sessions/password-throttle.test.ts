import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock } from '@holdfast/testing';
import { createPasswordThrottle } from '../../src/sessions/password-throttle.ts';

// Forty for each of the places that names share which nobody has.
const manyNames = 40_000;

describe('the throttle of passwords', () => {
  it('keeps what it knows of a user, however many names that nobody has are tried in between', () => {
    const throttle = createPasswordThrottle(['Ada@contoso.example'], createFakeClock());
    for (let count = 0; count < 10; count += 1) throttle.noteFailure('ada@contoso.example');
    for (let count = 0; count < manyNames; count += 1) throttle.noteFailure(`stranger ${count}`);
    assert.equal(throttle.isHeldBack('ADA@contoso.example'), true);
  });

  it('holds back no user for what strangers did', () => {
    const throttle = createPasswordThrottle(['ada@contoso.example'], createFakeClock());
    for (let count = 0; count < manyNames; count += 1) throttle.noteFailure(`stranger ${count}`);
    assert.equal(throttle.isHeldBack('ada@contoso.example'), false);
    assert.equal(throttle.isHeldBack('another stranger'), true);
  });

  it('gives a guesser at most twenty tries in the first ten minutes, and one a minute after', () => {
    const clock = createFakeClock();
    const throttle = createPasswordThrottle(['ada@contoso.example'], clock);
    let tries = 0;
    const tryFor = (minutes: number): number => {
      const before = tries;
      for (let second = 0; second < minutes * 60; second += 1) {
        if (!throttle.isHeldBack('ada@contoso.example')) {
          throttle.noteFailure('ada@contoso.example');
          tries += 1;
        }
        clock.advance(1);
      }
      return tries - before;
    };
    assert.ok(tryFor(10) <= 20);
    assert.ok(tryFor(60) <= 61);
  });

  it('forgets after ten quiet minutes, and holds nobody back longer for a clock that was set back', () => {
    const clock = createFakeClock();
    const throttle = createPasswordThrottle(['ada@contoso.example'], clock);
    const fail = (times: number): void => {
      for (let count = 0; count < times; count += 1) throttle.noteFailure('ada@contoso.example');
    };
    fail(10);
    clock.advance(600);
    fail(9);
    assert.equal(throttle.isHeldBack('ada@contoso.example'), false);
    fail(1);
    assert.equal(throttle.isHeldBack('ada@contoso.example'), true);
    clock.advance(-3600);
    assert.equal(throttle.isHeldBack('ada@contoso.example'), false);
  });
});
