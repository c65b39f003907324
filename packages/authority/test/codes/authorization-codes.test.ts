import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuthorizedRequest } from '../../src/codes/authorization-code.ts';
import { createAuthorizationCodes } from '../../src/codes/authorization-codes.ts';

describe('authorization codes', () => {
  let now = 1_900_000_000_000;
  const clock = (): number => now;
  const request = { redirectUri: 'https://localhost/' } as AuthorizedRequest;

  it('are random, and good once', () => {
    const codes = createAuthorizationCodes({ clock });
    const first = codes.issue(request);
    const second = codes.issue(request);
    assert.match(first, /^[A-Za-z0-9_-]{43}$/);
    assert.notEqual(first, second);
    const redeemed = codes.redeem(first);
    assert.ok(redeemed.outcome === 'redeemed');
    assert.equal(redeemed.request, request);
    assert.equal(redeemed.issuedAt, now / 1000);
    const again = codes.redeem(first);
    assert.ok(again.outcome === 'used');
    assert.equal(again.familyId, redeemed.familyId);
    const other = codes.redeem(second);
    assert.ok(other.outcome === 'redeemed');
    assert.notEqual(other.familyId, redeemed.familyId);
  });

  it('live for a minute, and are used up by the attempt that comes too late', () => {
    const codes = createAuthorizationCodes({ clock });
    const [inTime, late] = [codes.issue(request), codes.issue(request)];
    now += 59_000;
    assert.equal(codes.redeem(inTime).outcome, 'redeemed');
    now += 1000;
    assert.equal(codes.redeem(late).outcome, 'expired');
    now -= 30_000;
    assert.equal(codes.redeem(late).outcome, 'used');
  });

  it('are refused when nobody made them, whatever they look like', () => {
    const codes = createAuthorizationCodes({ clock });
    const code = codes.issue(request);
    for (const odd of [
      '',
      'x',
      code.slice(1),
      `${code}A`,
      code.toLowerCase(),
      `${code}=`,
      ` ${code}`,
      'A'.repeat(43),
    ]) {
      assert.equal(codes.redeem(odd).outcome, 'unknown', odd);
    }
    assert.equal(codes.redeem(code).outcome, 'redeemed');
  });

  it('take no more room than there is: the oldest are refused then', () => {
    const codes = createAuthorizationCodes({ clock });
    const first = codes.issue(request);
    const second = codes.issue(request);
    for (let count = 0; count < 9999; count += 1) codes.issue(request);
    assert.equal(codes.redeem(first).outcome, 'unknown');
    assert.equal(codes.redeem(second).outcome, 'redeemed');
  });
});
