import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuthenticationFailureCode, IncomingRequest } from '@holdfast/resource';
import { incoming, makeValidator, refusal, verdict } from '../fixture/judge.ts';
import { keys, mintToken, signRequest } from '../fixture/people.ts';

const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const proof = await signRequest({ accessToken });
const validator = makeValidator();

const refused: Readonly<Record<string, readonly [string, AuthenticationFailureCode]>> = {
  'an empty value': ['', 'ERR_CREDENTIAL_MISSING'],
  'a scheme alone': ['PoP', 'ERR_CREDENTIAL_MALFORMED'],
  'a scheme and a blank': ['PoP ', 'ERR_CREDENTIAL_MALFORMED'],
  'a token alone': [proof, 'ERR_CREDENTIAL_MALFORMED'],
  'a comma list of one scheme': [`PoP ${proof}, PoP ${proof}`, 'ERR_CREDENTIAL_MALFORMED'],
  'a comma list of two schemes': [`PoP ${proof}, Bearer ${accessToken}`, 'ERR_CREDENTIAL_MALFORMED'],
  'two schemes without comma': [`PoP Bearer ${accessToken}`, 'ERR_CREDENTIAL_MALFORMED'],
  'a trailing comma': [`PoP ${proof},`, 'ERR_CREDENTIAL_MALFORMED'],
  'a folded line': [`PoP\r\n ${proof}`, 'ERR_CREDENTIAL_MALFORMED'],
  'a folded token': [`PoP ${proof.slice(0, 40)}\r\n ${proof.slice(40)}`, 'ERR_CREDENTIAL_MALFORMED'],
  'a tab': [`PoP\t${proof}`, 'ERR_CREDENTIAL_MALFORMED'],
  'a leading blank': [` PoP ${proof}`, 'ERR_CREDENTIAL_MALFORMED'],
  'a trailing blank': [`PoP ${proof} `, 'ERR_CREDENTIAL_MALFORMED'],
  'padding (one token, two spellings)': [`PoP ${proof}=`, 'ERR_CREDENTIAL_MALFORMED'],
  quotes: [`PoP "${proof}"`, 'ERR_CREDENTIAL_MALFORMED'],
  'a parameter': [`PoP token=${proof}`, 'ERR_CREDENTIAL_MALFORMED'],
  'a header of 32 KiB and more': [`PoP ${'a'.repeat(32_768)}`, 'ERR_CREDENTIAL_TOO_LARGE'],
  DPoP: [`DPoP ${accessToken}`, 'ERR_CREDENTIAL_SCHEME'],
  Basic: ['Basic dTpw', 'ERR_CREDENTIAL_SCHEME'],
  Negotiate: ['Negotiate TlRMTVNTUAAB', 'ERR_CREDENTIAL_SCHEME'],
  'a scheme that starts like one': [`PoPx ${proof}`, 'ERR_CREDENTIAL_SCHEME'],
  'the scheme of prototypes': [`constructor ${proof}`, 'ERR_CREDENTIAL_SCHEME'],
};

for (const [name, [value, code]] of Object.entries(refused)) {
  test(`refused: ${name} (RFC 9110 section 11.6.2)`, async () => {
    await refusal(validator.authenticate(incoming(value)), code);
  });
}

test('exactly one Authorization header, in any letter case, even when both are equal', async () => {
  const value = `PoP ${proof}`;
  for (const names of [
    ['Authorization', 'Authorization'],
    ['Authorization', 'authorization'],
    ['AUTHORIZATION', 'Authorization'],
  ]) {
    const headers = names.map((name) => [name, value] as const);
    const failure = await refusal(validator.authenticate(incoming(null, { headers })), 'ERR_CREDENTIAL_REPEATED');
    assert.equal(failure.status, 400);
    assert.match(failure.challenges[0] ?? '', /error="invalid_request"/);
  }
  await refusal(validator.authenticate(incoming(null)), 'ERR_CREDENTIAL_MISSING');
});

test('a token is never looked for in the query, in a cookie or in another header (RFC 6750 section 2.3)', async () => {
  const places: readonly Partial<IncomingRequest>[] = [
    { target: `/orders?access_token=${accessToken}` },
    { headers: [['Cookie', `access_token=${accessToken}`]] },
    { headers: [['X-Authorization', `PoP ${proof}`]] },
    { headers: [['Proxy-Authorization', `PoP ${proof}`]] },
    { headers: [['DPoP', proof]] },
  ];
  for (const place of places)
    assert.equal(await verdict(validator.authenticate(incoming(null, place))), 'ERR_CREDENTIAL_MISSING');
});

test('several blanks between scheme and token are one separator (RFC 9110 section 11.4)', async () => {
  assert.equal(await verdict(makeValidator().authenticate(incoming(`PoP   ${proof}`))), 'accepted');
});
