import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { matchCodeChallenge } from '../../src/codes/code-challenge.ts';

describe('code challenges', () => {
  const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

  it('match their verifier (RFC 7636 appendix B)', () => {
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    assert.equal(matchCodeChallenge('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', verifier), true);
  });

  it('match nothing else, the challenge itself least of all', () => {
    const verifier = 'v'.repeat(43);
    const challenge = challengeOf(verifier);
    for (const wrong of [challenge, `${verifier}v`, 'w'.repeat(43), '', verifier.toUpperCase()]) {
      assert.equal(matchCodeChallenge(challenge, wrong), false, wrong);
    }
  });

  it('take no verifier that has not the shape of one, though its hash fits (RFC 7636 section 4.1)', () => {
    for (const odd of [
      'v'.repeat(42),
      'v'.repeat(129),
      `${'v'.repeat(43)} `,
      `${'v'.repeat(43)}é`,
      `${'v'.repeat(43)}+`,
    ]) {
      assert.equal(matchCodeChallenge(challengeOf(odd), odd), false, odd);
    }
    for (const fit of ['v'.repeat(43), 'v'.repeat(128), `${'v'.repeat(43)}-._~0A`]) {
      assert.equal(matchCodeChallenge(challengeOf(fit), fit), true, fit);
    }
  });
});
