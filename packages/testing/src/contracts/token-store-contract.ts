import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock, type FakeClock } from '../fakes/fake-clock.ts';

/** What a store of shared tokens must do, as far as the contract looks at it. */
export interface TokenStoreUnderTest {
  read(key: string): Promise<string | undefined>;
  write(key: string, value: string, expiresAt: number): Promise<void>;
}

/**
 * What every `TokenStore` must do. Registers a `describe` of `node:test`.
 *
 * @param name - names the implementation in the test titles
 * @param makeStore - makes an empty store whose only source of time is the clock
 */
export function tokenStoreContract(
  name: string,
  makeStore: (conditions: { readonly clock: FakeClock }) => TokenStoreUnderTest | Promise<TokenStoreUnderTest>,
): void {
  const setUp = async () => {
    const clock = createFakeClock();
    return { store: await makeStore({ clock }), soon: Math.floor(clock() / 1000) + 300 };
  };
  describe(`TokenStore contract: ${name}`, () => {
    it('gives back what was written, to the letter', async () => {
      const { store, soon } = await setUp();
      const value = '{"accessToken":"a.b.c","note":"ünïcödé 🙂\\u0000"}';
      await store.write('key', value, soon);
      assert.equal(await store.read('key'), value);
    });

    it('knows nothing of a key that was not written', async () => {
      const { store } = await setUp();
      assert.equal(await store.read('key'), undefined);
    });

    it('keeps keys apart, however alike they are', async () => {
      const { store, soon } = await setUp();
      const keys = [
        'a',
        'a ',
        'A',
        'a\n',
        'aa',
        '1:a1:b',
        '2:a1b',
        'a:b',
        'a*',
        'a?',
        'x'.repeat(5000),
        `${'x'.repeat(4999)}y`,
      ];
      for (const key of keys) await store.write(key, `value of ${key}`, soon);
      for (const key of keys) assert.equal(await store.read(key), `value of ${key}`);
    });

    it('lets a later value replace an earlier one', async () => {
      const { store, soon } = await setUp();
      await store.write('key', 'first', soon);
      await store.write('key', 'second', soon);
      assert.equal(await store.read('key'), 'second');
    });

    it('does not keep what has expired', async () => {
      const { store, soon } = await setUp();
      await store.write('key', 'value', soon - 300);
      assert.equal(await store.read('key'), undefined);
    });
  });
}
