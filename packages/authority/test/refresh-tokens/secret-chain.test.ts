import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSecretChain, type SecretChain } from '../../src/refresh-tokens/secret-chain.ts';

describe('chains of secrets', () => {
  let now = 0;
  const chainWith = (leewaySeconds: number): SecretChain => {
    now = 1_900_000_000_000;
    return createSecretChain({ clock: () => now, leewaySeconds });
  };

  it('yield the next one once', () => {
    const chain = chainWith(0);
    const first = chain.begin();
    assert.equal(chain.accepts(first), true);
    const second = chain.advance(first);
    assert.ok(second !== undefined);
    assert.match(second, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(chain.accepts(first), false);
    assert.equal(chain.advance(first), undefined);
    const third = chain.advance(second);
    assert.ok(third !== undefined && new Set([first, second, third]).size === 3);
  });

  it('yield the very same one again within the leeway, and to the last but one only', () => {
    const chain = chainWith(10);
    const first = chain.begin();
    const second = chain.advance(first);
    assert.ok(second !== undefined);
    now += 9999;
    assert.equal(chain.accepts(first), true);
    assert.equal(chain.advance(first), second);
    now += 1;
    assert.equal(chain.accepts(first), false);
    assert.equal(chain.advance(first), undefined);
    const third = chain.advance(second);
    assert.equal(chain.advance(second), third);
    now -= 5000;
    assert.equal(chain.advance(first), undefined);
  });

  it('are not to be computed by whoever has a secret of another', () => {
    const secrets = [chainWith(0), chainWith(0)].map((chain) => {
      const first = chain.begin();
      return [first, chain.advance(first)];
    });
    assert.equal(new Set(secrets.flat()).size, 4);
  });

  it('take nothing before they begin, and nothing that is not theirs', () => {
    const chain = chainWith(60);
    assert.equal(chain.accepts(''), false);
    assert.equal(chain.advance('x'), undefined);
    chain.begin();
    for (const odd of ['', 'x', 'A'.repeat(43)]) assert.equal(chain.advance(odd), undefined);
  });
});
