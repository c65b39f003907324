import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sha256Base64url } from '../../src/base/digest.ts';
import {
  type HashedPart,
  hashQuery as hashAnew,
  matchQuery as matchAnew,
  splitQuery,
} from '../../src/shr/hashed-parts.ts';
import { createShrMemory } from '../../src/shr/shr-memory.ts';
import { outcomeOf, refusedWith } from '../fixtures/refusals.ts';
import { prove } from '../fixtures/signed-requests.ts';

const hashQuery = (query: string) => hashAnew(query);
const matchQuery = (claim: HashedPart, query: string) => matchAnew(claim, query);
const claimFor = async (names: readonly string[], text: string) => [names, await sha256Base64url(text)] as const;

describe('covering a query (draft-ietf-oauth-signed-http-request-03 section 3.3)', () => {
  for (const [query, names] of [
    ['', []],
    ['a=1', ['a']],
    ['b=bar&a=foo&c=duck', ['b', 'a', 'c']],
    ['admin', ['admin']],
    ['x=', ['x']],
    ['a=b=c', ['a']],
    ['a==', ['a']],
    ['a=1&A=2', ['a', 'A']],
    ['a=1&a%3D=2', ['a', 'a%3D']],
    ['a=%2F&b=%2f', ['a', 'b']],
    ['a=x+y', ['a']],
    ['a%20b=1', ['a%20b']],
    ['?a=1', ['?a']],
    ['a?b=1', ['a?b']],
    ['a;b=1;c', ['a;b']],
    ['__proto__=1&constructor=2', ['__proto__', 'constructor']],
  ] as const) {
    it(`covers ${JSON.stringify(query)} byte for byte`, async () => {
      assert.deepEqual(await hashQuery(query), await claimFor(names, query));
      assert.equal(await matchQuery(await hashQuery(query), query), true);
    });
  }

  for (const query of ['a=1&a=2', 'a=1&a=1', 'a&a=', '&', '&&', 'a=1&', '&a=1', 'a=1&&b=2', '=x', '=', 'a=1&=']) {
    it(`refuses to cover ${JSON.stringify(query)}`, async () => {
      await refusedWith('ERR_SHR_QUERY_UNSIGNABLE', () => hashQuery(query));
      await refusedWith('ERR_SHR_QUERY_UNSIGNABLE', () => splitQuery(query));
    });
  }

  it('lets the claim order the parameters', async () => {
    const claim = await claimFor(['b', 'a'], 'b=2&a=1');
    assert.equal(await matchQuery(claim, 'a=1&b=2'), true);
    assert.equal(await matchQuery(await claimFor(['b', 'a'], 'a=1&b=2'), 'a=1&b=2'), false);
  });

  it('says the same of a query that it knows, and of one that others have driven out', async () => {
    const { queries } = createShrMemory();
    const matchQuery = (claim: HashedPart, query: string) => matchAnew(claim, query, queries);
    const hashQuery = (query: string) => hashAnew(query, queries);
    for (let round = 0; round < 2; round += 1) {
      for (let page = 0; page < 400; page += 1) {
        const query = `page=${page}&sort=name`;
        assert.deepEqual(await hashQuery(query), await claimFor(['page', 'sort'], query));
        assert.equal(await matchQuery(await claimFor(['sort', 'page'], `sort=name&page=${page}`), query), true);
        assert.equal(await matchQuery(await claimFor(['page', 'sort'], `page=${page + 1}&sort=name`), query), false);
        assert.equal(await matchQuery(await claimFor(['page', 'sort'], 'page=0&sort=name'), query), page === 0);
      }
    }
  });

  it('gives nobody a list that can be changed for the next one', async () => {
    const { queries } = createShrMemory();
    const claim = await hashAnew('a=1&b=2', queries);
    assert.throws(() => (claim[0] as string[]).push('c'), TypeError);
    assert.throws(() => Object.assign(claim, [[], 'another']), TypeError);
    assert.equal(await hashAnew('a=1&b=2', queries), claim);
    assert.deepEqual(claim, await claimFor(['a', 'b'], 'a=1&b=2'));
  });

  it('covers a query of any length', async () => {
    const query = Array.from({ length: 500 }, (_, index) => `n${index}=1`).join('&');
    const [names, hash] = await hashQuery(query);
    assert.deepEqual([names.length, hash], [500, await sha256Base64url(query)]);
    assert.equal(await matchQuery([names, hash], query), true);
    assert.equal(await matchQuery([names, hash], `${query}&x`), false);
  });

  it('matches no other query than the one it covers', async () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '=', '%', '2', '0', '?'), minLength: 1, maxLength: 4 });
    const query = fc.array(part, { maxLength: 3 }).map((parts) => parts.join('&'));
    const sorted = (text: string) => text.split('&').sort().join('&');
    await fc.assert(
      fc.asyncProperty(query, query, async (signed, sent) => {
        if ((await outcomeOf(() => hashQuery(signed))) !== 'accepted') return;
        const claim = await hashQuery(signed);
        const outcome = await outcomeOf(async () => assert.ok(splitQuery(sent)));
        if (outcome !== 'accepted') return;
        // The order of the request is not covered: names are distinct, so no reader can take another value for it.
        assert.equal(await matchQuery(claim, sent), sorted(signed) === sorted(sent));
      }),
      { numRuns: 600 },
    );
  });
});

describe('a query that the proof does not cover', () => {
  const send = (names: readonly string[], text: string, query: string) =>
    outcomeOf(async () => prove({ claims: { q: await claimFor(names, text) }, request: { query } }));

  for (const [what, names, text, query] of [
    ['an added parameter', ['a'], 'a=1', 'a=1&b=2'],
    ['an added bare name', ['a'], 'a=1', 'a=1&admin'],
    ['an added empty value', ['a'], 'a=1', 'a=1&x='],
    ['an added value with =', ['a'], 'a=1', 'a=1&x=b=c'],
    ['a bare name where nothing was signed', [], '', 'admin'],
    ['an empty value where nothing was signed', [], '', 'x='],
    ['a missing parameter', ['a', 'b'], 'a=1&b=2', 'a=1'],
    ['no query where one was signed', ['a'], 'a=1', ''],
    ['another value', ['a'], 'a=1', 'a=2'],
    ['another spelling of the value', ['a'], 'a=%2f', 'a=%2F'],
    ['another spelling of the name', ['a'], 'a=1', '%61=1'],
    ['a name in another case', ['a'], 'a=1', 'A=1'],
    ['a name without its =', ['a'], 'a', 'a='],
    ['a plus for a blank', ['a'], 'a=x%20y', 'a=x+y'],
    ['a name listed twice', ['a', 'a'], 'a=1&a=1', 'a=1'],
    ['a name that is not there', ['a', 'toString'], 'a=1&undefined', 'a=1'],
    ['a name that is not there for one that is', ['a', 'x'], 'a=1&', 'a=1&b=2'],
    ['a name for two parameters', ['a=1&b'], 'a=1&b=2', 'a=1&b=2'],
    ['no names but the right hash', [], 'a=1', 'a=1'],
  ] as const) {
    it(`is refused: ${what}`, async () => assert.equal(await send(names, text, query), 'ERR_SHR_QUERY'));
  }

  for (const query of ['a=1&a=1', 'a=1&a=2', 'a=1&', 'a=1&&b=2', '&a=1', '&&', '=1']) {
    it(`is refused whatever was signed: ${JSON.stringify(query)}`, async () => {
      const names = query.split('&').map((part) => part.split('=')[0]!);
      assert.equal(await send(names.filter(Boolean), query, query), 'ERR_SHR_QUERY_UNSIGNABLE');
    });
  }
});
