import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { inspect as nodeInspect } from 'node:util';
import fc from 'fast-check';
import { wildText } from '../../../packages/core/test/fixtures/wild-texts.ts';
import { Buffer as PortableBuffer } from '../stand-ins/buffer.ts';
import portable, { AssertionError } from '../stand-ins/node-assert.ts';
import * as portableCrypto from '../stand-ins/node-crypto.ts';
import { inspect } from '../stand-ins/node-util.ts';

const values: readonly unknown[] = [
  ...[undefined, null, true, 0, -0, 1, Number.NaN, 1n, '', 'a', Symbol.iterator],
  ...[
    [],
    [1],
    [1, 2],
    [undefined],
    new Array(1),
    {},
    { a: 1 },
    { a: 1, b: undefined },
    { b: undefined },
    { 0: 1 },
    { length: [] },
  ],
  ...[{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }, Object.create(null), { [Symbol.iterator]: 1 }],
  ...[new Uint8Array(2), Uint8Array.of(0, 1), Buffer.of(0, 1), new Uint16Array(2), new ArrayBuffer(2)],
  ...[new Map([['a', 1]]), new Map([['a', 2]]), new Set([1, 2]), new Set([2, 1]), new Set([{ a: 1 }])],
  ...[new Date(0), new Date(1), /a/, /a/g, new Error('a'), new Error('b'), new TypeError('a'), Object('a')],
  ...[new Error('a', { cause: 1 }), Object.assign(new Error('a'), { code: 'X' }), () => 1, URL],
];

describe('the assertions of the portable suite', () => {
  for (const name of ['equal', 'notEqual', 'deepEqual', 'notDeepEqual'] as const) {
    it(`${name} says what node:assert says, of every two values`, () => {
      for (const left of values) {
        for (const right of [...values, copyOf(left)]) {
          const [real, ours] = [passes(() => assert[name](left, right)), passes(() => portable[name](left, right))];
          assert.equal(ours, real, `${nodeInspect(left)} and ${nodeInspect(right)}`);
        }
      }
    });
  }

  const errors = [
    new Error('a'),
    new TypeError('a'),
    Object.assign(new RangeError('b'), { code: 'X', at: [1] }),
    'text',
  ];
  const expectations: readonly unknown[] = [
    ...[undefined, Error, TypeError, /a/, /^TypeError: a$/, { message: 'a' }, { code: 'X' }, { code: 'X', at: [1] }],
    ...[{ code: /x/i }, { missing: undefined }, (error: unknown) => error instanceof RangeError, () => 1, 'a message'],
  ];

  it('throws and rejects say what node:assert says, of every error and every expectation', async () => {
    for (const error of [...errors, undefined]) {
      for (const expected of expectations) {
        const work = (): void => {
          if (error !== undefined) throw error;
        };
        const told = `${nodeInspect(error)} and ${nodeInspect(expected)}`;
        const real = passes(() => assert.throws(work, expected as Error));
        assert.equal(
          passes(() => portable.throws(work, expected as RegExp)),
          real,
          told,
        );
        assert.equal(await settles(portable.rejects(async () => work(), expected as RegExp)), real, told);
        assert.equal(await settles(portable.rejects(Promise.resolve().then(work), expected as RegExp)), real, told);
      }
    }
  });

  it('match, doesNotMatch, ok and fail do as they say', () => {
    assert.deepEqual(
      [
        passes(() => portable.match('abc', /b/)),
        passes(() => portable.match('abc', /x/)),
        passes(() => portable.doesNotMatch('abc', /b/)),
        passes(() => portable.doesNotMatch('abc', /x/)),
        passes(() => portable.ok(0)),
        passes(() => portable('yes')),
        passes(() => portable.fail('no')),
      ],
      [true, false, false, true, false, true, false],
    );
    assert.throws(
      () => portable.equal(1, 2, 'told'),
      (error) => error instanceof AssertionError && /told/.test(error.message),
    );
  });
});

describe('what stands in for Node in the portable suite', () => {
  it('digests and MACs are those of node:crypto', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 100 }), (message, key) => {
        const digest = createHash('sha256').update(message).digest('base64url');
        assert.equal(portableCrypto.createHash('sha256').update(message).digest('base64url'), digest);
        const mac = createHmac('sha256', key).update('a').update(message).digest('hex');
        assert.equal(portableCrypto.createHmac('sha256', key).update('a').update(message).digest('hex'), mac);
      }),
    );
  });

  it('texts and bytes are those of Buffer', () => {
    const encodings = ['utf8', 'hex', 'base64', 'base64url', 'latin1'] as const;
    fc.assert(
      fc.property(fc.uint8Array(), wildText(), fc.constantFrom(...encodings), (bytes, text, encoding) => {
        const encoded = Buffer.from(bytes).toString(encoding);
        assert.equal(PortableBuffer.from(bytes).toString(encoding), encoded);
        assert.deepEqual([...PortableBuffer.from(encoded, encoding)], [...Buffer.from(encoded, encoding)]);
        assert.deepEqual([...PortableBuffer.from(text, 'utf8')], [...Buffer.from(text, 'utf8')]);
        assert.equal(PortableBuffer.from(bytes).equals(bytes), true);
        const rest = PortableBuffer.from(bytes).subarray(1) as PortableBuffer;
        assert.equal(rest.toString('hex'), Buffer.from(bytes).subarray(1).toString('hex'));
      }),
    );
    for (const text of ['AAA=', 'A-_+/', 'AA AA', 'A', '=AAA'])
      assert.deepEqual([...PortableBuffer.from(text, 'base64')], [...Buffer.from(text, 'base64')], text);
  });

  it('an inspection shows hidden members, symbols, causes and what lists and maps hold', () => {
    const hidden = Object.defineProperty({ [Symbol('b')]: 'in a symbol' }, 'a', { value: 'not enumerable' });
    const error = new Error('outer', { cause: new TypeError('the cause') });
    const shown = inspect([hidden, error, new Map([['key of a map', new Set(['in a set'])]]), Uint8Array.of(1, 2)]);
    for (const text of ['in a symbol', 'not enumerable', 'outer', 'the cause', 'key of a map', 'in a set', '1,2'])
      assert.ok(shown.includes(text), text);
  });
});

function copyOf(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}

function passes(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function settles(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
