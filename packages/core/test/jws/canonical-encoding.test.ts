import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compactVerify } from 'jose';
import { encodeUtf8 } from '../../src/base/bytes.ts';
import { decodeCompactJws } from '../../src/jws/compact.ts';
import { signCompactJws } from '../../src/jws/sign.ts';
import { verifyCompactJws } from '../../src/jws/verify.ts';
import { importVerificationKey } from '../../src/keys/verification-key.ts';
import { publishedSigningKey, rfc7515Ec } from '../fixtures/published-keys.ts';
import { outcomeOf } from '../fixtures/refusals.ts';

/*
 * A deny-list or replay store that is keyed by the hash of a token stops only the spelling it has seen. So a signed token must have
 * one spelling: every other text that decodes to the same bytes is refused, before any hash is taken.
 */
const key = await publishedSigningKey('ES256', rfc7515Ec);
const verifier = await importVerificationKey(key.jwk, 'ES256');
// Chosen so that every part has spare bits and letters that the standard alphabet spells differently.
const token = await tokenWithBothAlphabets();
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const spellings: readonly (readonly [string, (part: string) => string])[] = [
  ['with the lowest spare bit set', (part) => part.slice(0, -1) + next(part.slice(-1), 1)],
  ['with another spare bit set', (part) => part.slice(0, -1) + next(part.slice(-1), part.length % 4 === 2 ? 8 : 2)],
  ['with its padding', (part) => part.padEnd(Math.ceil(part.length / 4) * 4, '=')],
  ['with one padding sign', (part) => `${part}=`],
  ['with too much padding', (part) => `${part}====`],
  ['with a blank before', (part) => ` ${part}`],
  ['with a blank after', (part) => `${part} `],
  ['with a blank inside', (part) => `${part.slice(0, 4)} ${part.slice(4)}`],
  ['with a line feed', (part) => `${part.slice(0, 8)}\n${part.slice(8)}`],
  ['with a carriage return and line feed at the end', (part) => `${part}\r\n`],
  ['with a tab', (part) => `${part.slice(0, 2)}\t${part.slice(2)}`],
  ['with a form feed', (part) => `${part}\f`],
  ['in the standard alphabet', (part) => part.replaceAll('-', '+').replaceAll('_', '/')],
  ['with one letter of the standard alphabet', (part) => part.replace('_', '/')],
  ['percent-encoded', (part) => part.replace('_', '%5F')],
  ['with a NUL', (part) => `${part}\0`],
  ['with a no-break space', (part) => `${part}\u00a0`],
  ['with a full-width letter', (part) => part.replace('A', '\uFF21').replace('J', '\uFF2A')],
];

describe('other spellings of a signed token', () => {
  const places = ['header', 'payload', 'signature'] as const;
  for (const [index, place] of places.entries()) {
    for (const [how, respell] of spellings) {
      it(`refuses the ${place} ${how}`, async () => {
        const respelled = respellPart(index, respell);
        assert.notEqual(respelled, token);
        assert.equal(await outcomeOf(() => verifyCompactJws(respelled, { key: verifier })), 'ERR_JWS_ENCODING');
      });

      if (place !== 'signature') {
        // The holder of the key may sign any text it likes, so a sound signature is no excuse.
        it(`refuses the ${place} ${how} even when that spelling is what was signed`, async () => {
          const input = respellPart(index, respell).split('.').slice(0, 2).join('.');
          const resigned = `${input}.${Buffer.from(await key.sign(encodeUtf8(input))).toString('base64url')}`;
          assert.equal(await outcomeOf(() => verifyCompactJws(resigned, { key: verifier })), 'ERR_JWS_ENCODING');
        });
      }
    }
  }

  it('accepts the one canonical spelling', async () => {
    assert.deepEqual((await verifyCompactJws(token, { key: verifier })).header, decodeCompactJws(token).header);
  });

  it('is needed: a careful library accepts several spellings of one signature', async () => {
    for (const how of [
      'with the lowest spare bit set',
      'with another spare bit set',
      'with its padding',
      'with a blank inside',
      'with a line feed',
      'with a tab',
    ]) {
      const respell = spellings.find(([name]) => name === how)![1];
      const { payload } = await compactVerify(respellPart(2, respell), key.jwk);
      assert.deepEqual(Buffer.from(payload), Buffer.from(token.split('.')[1]!, 'base64url'), how);
    }
  });
});

function respellPart(index: number, respell: (part: string) => string): string {
  return token
    .split('.')
    .map((part, position) => (position === index ? respell(part) : part))
    .join('.');
}

function next(letter: string, step: number): string {
  return letters.charAt(letters.indexOf(letter) + step);
}

async function tokenWithBothAlphabets(): Promise<string> {
  const signed = (kid: string, sub: string) => signCompactJws({ header: { kid }, payload: { sub }, key });
  for (let round = 0; ; round += 1) {
    const candidate = await signed(`k~~?>>>${'k'.repeat(round % 3)}`, `ada ???>>>~${'a'.repeat((round >> 1) % 3)}`);
    const parts = candidate.split('.');
    if (parts.every((part) => part.length % 4 > 1 && part.includes('_') && /[AJ]/.test(part))) return candidate;
    assert.ok(round < 500, 'no token with both alphabets');
  }
}
