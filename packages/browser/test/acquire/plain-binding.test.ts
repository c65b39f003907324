import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeBase64url, encodeUtf8 } from '@holdfast/core';
import fc from 'fast-check';
import { judgeBinding } from '../../src/acquire/judge-binding.ts';
import { readPlainlyBound } from '../../src/acquire/plain-binding.ts';

const kid = `${'A'.repeat(42)}E`;
const encode = (text: string): string => encodeBase64url(encodeUtf8(text));
const token = (payload: string, header = '{"alg":"RS256"}', signature = 'c2ln'): string =>
  `${encode(header)}.${encode(payload)}.${signature}`;
const bound = `{"sub":"ada","cnf":{"kid":"${kid}"}}`;

describe('a binding in the plainest words', () => {
  it('is read, with what Entra notes beside it', () => {
    assert.equal(readPlainlyBound(token(bound), kid)?.['sub'], 'ada');
    assert.equal(readPlainlyBound(token(`{"cnf":{"kid":"${kid}","xms_ksl":"sw"}}`), kid) === undefined, false);
  });

  it('is not one beside a certificate', () => {
    assert.equal(readPlainlyBound(token(`{"cnf":{"kid":"${kid}","x5t#S256":"${kid}"}}`), kid), undefined);
  });

  it('is not one of two members with one name', () => {
    assert.equal(readPlainlyBound(token(`{"cnf":{"kid":"x"},"cnf":{"kid":"${kid}"}}`), kid), undefined);
  });

  const others: Readonly<Record<string, string>> = {
    'another key': token(`{"cnf":{"kid":"${'B'.repeat(42)}E"}}`),
    'another member': token(`{"cnf":{"kid":"${kid}","x":1}}`),
    'another name for the key': token(`{"cnf":{"jkt":"${kid}"}}`),
    'two thumbprints': token(`{"cnf":{"kid":"x","kid":"${kid}"}}`),
    'a name with an escape': token(`{"cnf":{"k\\u0069d":"${kid}"}}`),
    'a member of prototypes': token(`{"__proto__":{},"cnf":{"kid":"${kid}"}}`),
    'no cnf': token('{"sub":"ada"}'),
    'no object': token(`["cnf"]`),
    'a signature of nobody': token(bound, '{"alg":"None"}'),
    'no signature': token(bound, '{"alg":"RS256"}', ''),
    'no algorithm': token(bound, '{}'),
    'four parts': `${token(bound)}.x`,
    'no token': 'opaque',
  };
  for (const [name, text] of Object.entries(others)) {
    it(`is not ${name}`, () => assert.equal(readPlainlyBound(text, kid), undefined));
  }

  it('is never one that the whole check would refuse', async () => {
    const cnf = fc.record(
      {
        kid: fc.constantFrom(kid, 'x', 1, null),
        jkt: fc.constantFrom(kid, 'x'),
        xms_ksl: fc.constantFrom('sw', 1),
        'x5t#S256': fc.constant(kid),
        jwk: fc.constant({}),
      },
      { requiredKeys: [] },
    );
    const payload = fc.oneof(
      fc
        .record({ cnf: fc.oneof(cnf, fc.jsonValue()), sub: fc.string(), more: fc.jsonValue() })
        .map((one) => JSON.stringify(one)),
      fc.constantFrom(
        bound,
        bound.replace('{"sub"', '{"cnf":{},"sub"'),
        ` ${bound}`,
        `${bound} `,
        bound.replace('ada', '\\u0061'),
      ),
    );
    const header = fc.oneof(
      fc.constantFrom('{"alg":"RS256"}', '{"alg":"none"}', '{"alg":"NONE"}', '{}', '{"alg":1}', 'null'),
      fc.string(),
    );
    const property = fc.asyncProperty(payload, header, fc.constantFrom('c2ln', '', 'a.b'), async (...parts) => {
      const text = token(parts[0], parts[1], parts[2]);
      const claims = readPlainlyBound(text, kid);
      if (claims !== undefined) assert.deepEqual(claims, await judgeBinding(text, kid));
    });
    await fc.assert(property, { numRuns: 500 });
  });
});
