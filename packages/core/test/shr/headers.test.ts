import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256Base64url } from '../../src/base/digest.ts';
import { type HeaderField, hashHeaders, matchHeaders } from '../../src/shr/hashed-parts.ts';
import { outcomeOf, refusedWith } from '../fixtures/refusals.ts';
import { prove } from '../fixtures/signed-requests.ts';

const headers: readonly HeaderField[] = [
  ['Content-Type', 'application/json'],
  ['ETag', '742-3u8f34-3r2nvv3'],
  ['Set', 'a'],
  ['set', 'b'],
  ['Authorization', 'PoP x'],
  ['Empty', ''],
];

describe('covering headers (draft-ietf-oauth-signed-http-request-03 section 3.4)', () => {
  it('writes lower-case names and values as they are, one line each', async () => {
    assert.deepEqual(await hashHeaders(['Content-Type', 'etag'], headers), [
      ['content-type', 'etag'],
      'P6z5XN4tTzHkfwe3XO1YvVUIurSuhvh_UG10N_j-aGs',
    ]);
    assert.deepEqual(await hashHeaders(['EMPTY'], headers), [['empty'], await sha256Base64url('empty: ')]);
    assert.deepEqual(await hashHeaders([], headers), [[], await sha256Base64url('')]);
  });

  for (const [what, names] of [
    ['that is not there', ['accept']],
    ['that comes twice', ['set']],
    ['that is named twice', ['etag', 'ETag']],
    ['that carries the proof', ['authorization']],
    ['that carries the proof, in any case', ['AUTHORIZATION']],
    ['without a name', ['']],
  ] as const) {
    it(`refuses a header ${what}`, async () => {
      const fields: readonly HeaderField[] = [...headers, ['', 'nameless']];
      await refusedWith('ERR_SHR_HEADERS', () => hashHeaders(names, fields));
    });
  }

  it('reads every header a fixed number of times, however many the claim names', async () => {
    const many = Array.from({ length: 2000 }, (_, index): HeaderField => [`x-${index}`, 'v']);
    const names = many.map(([name]) => name);
    const claim = await hashHeaders(names, many);
    let reads = 0;
    const counted = new Proxy(many, {
      get: (target, property, receiver) => {
        reads += 1;
        return Reflect.get(target, property, receiver);
      },
    });
    assert.equal(await matchHeaders(claim, counted), true);
    assert.ok(reads < 10 * many.length, `${reads} reads`);
  });
});

describe('headers that the proof names', () => {
  const send = (names: readonly string[], lines: string, fields: readonly HeaderField[]) =>
    outcomeOf(async () =>
      prove({ claims: { h: [names, await sha256Base64url(lines)] }, request: { headers: fields } }),
    );

  it('are accepted as they were signed, in the order of the claim', async () => {
    assert.equal(
      await send(['b', 'a'], 'b: 2\na: 1', [
        ['A', '1'],
        ['B', '2'],
        ['C', '3'],
      ]),
      'accepted',
    );
    assert.equal(await send([], '', [['A', '1']]), 'accepted');
  });

  for (const [what, names, lines, fields] of [
    ['absent', ['a'], 'a: 1', []],
    ['absent, and signed as undefined', ['a'], 'a: undefined', []],
    [
      'repeated',
      ['a'],
      'a: 1',
      [
        ['a', '1'],
        ['A', '1'],
      ],
    ],
    ['changed', ['a'], 'a: 1', [['a', '2']]],
    ['changed in blanks', ['a'], 'a: 1', [['a', '1 ']]],
    ['named in upper case', ['A'], 'A: 1', [['A', '1']]],
    ['named twice', ['a', 'a'], 'a: 1\na: 1', [['a', '1']]],
    ['the proof itself', ['authorization'], 'authorization: PoP x', [['authorization', 'PoP x']]],
    [
      'joined with CRLF, as the sample of the draft is',
      ['a', 'b'],
      'a: 1\r\nb: 2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'two under one name',
      ['a: 1\nb'],
      'a: 1\nb: 2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['unnamed, while the hash covers one', [], 'a: 1', [['a', '1']]],
  ] as const) {
    it(`are refused: ${what}`, async () => {
      assert.equal(await send(names, lines, fields as readonly HeaderField[]), 'ERR_SHR_HEADERS');
    });
  }
});
