import { isDeepStrictEqual } from 'node:util';
import {
  type AuthChallenge,
  buildAuthenticationInfo,
  buildWwwAuthenticate,
  parseAuthenticationInfo,
  parseWwwAuthenticate,
} from '@holdfast/core';
import fc from 'fast-check';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { mutantsOf } from '../mutate/text.ts';

const challenge = mutantsOf(
  'PoP nonce="abc"',
  'Bearer realm="a, b=\\"c\\"", error="insufficient_claims", claims="eyJhIjoxfQ=="',
  'Negotiate dGVzdA==, Basic realm=x, PoP nonce="n"',
  ', ,Bearer ,\tPoP a=b',
  'PoP a = "b" , c=d',
);

const wwwAuthenticate = defineTarget({
  name: 'core/www-authenticate',
  shortRuns: 1000,
  arbitrary: fc.tuple(challenge, challenge),
  run: async ([first, second]) => {
    const one = await attempt(() => parseWwwAuthenticate(first));
    const two = await attempt(() => parseWwwAuthenticate(second));
    if (one.accepted) await expectReadsItself(one.value);
    if (!one.accepted || !two.accepted) return;
    // Two lines are one list (RFC 9110 section 5.3): a proxy may join them.
    const joined = await attempt(() => parseWwwAuthenticate(`${first}, ${second}`));
    const apart = await attempt(() => parseWwwAuthenticate([first, second]));
    if (!apart.accepted) return;
    expect(joined.accepted && isDeepStrictEqual(joined.value, apart.value), 'reads joined lines differently');
  },
});

const authenticationInfo = defineTarget({
  name: 'core/authentication-info',
  shortRuns: 1000,
  arbitrary: mutantsOf('nextnonce="abc"', 'PoP nextnonce="abc", rspauth=x', 'nextnonce = a , b="\\"c"', 'pop pop="a"'),
  run: async (text) => {
    const outcome = await attempt(() => parseAuthenticationInfo(text));
    if (!outcome.accepted) return;
    expectLowerCase([...outcome.value.keys()]);
    const written = await attempt(() => buildAuthenticationInfo(Object.fromEntries(outcome.value)));
    if (!written.accepted) return;
    expect(isDeepStrictEqual(parseAuthenticationInfo(written.value), outcome.value), 'does not read what it wrote');
  },
});

/** Challenges and what follows a success. */
export const headerFieldTargets: readonly FuzzTarget[] = [wwwAuthenticate, authenticationInfo];

// A value with bytes beyond ASCII can be read and not written: then there is nothing to compare.
async function expectReadsItself(challenges: readonly AuthChallenge[]): Promise<void> {
  for (const { scheme, token68, params } of challenges) {
    expectLowerCase([scheme, ...params.keys()]);
    expect(token68 === undefined || params.size === 0, 'a challenge with two kinds of content');
    const parts = token68 === undefined ? { scheme, params: Object.fromEntries(params) } : { scheme, token68 };
    const written = await attempt(() => buildWwwAuthenticate(parts));
    if (!written.accepted) continue;
    const [again, ...others] = parseWwwAuthenticate(written.value);
    expect(others.length === 0 && again?.scheme === scheme && again.token68 === token68, 'writes another challenge');
    expect(isDeepStrictEqual(again.params, params), 'writes other parameters');
  }
}

function expectLowerCase(names: readonly string[]): void {
  expect(
    names.every((name) => name !== '' && name === name.toLowerCase()),
    'a name is not in lower case',
  );
}
