import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

/** What a source of certificates must do, as far as the contract looks at it. */
export interface CertificateSourceUnderTest {
  current(signal?: AbortSignal): Promise<{ readonly x5tS256: string }>;
  invalidate(): void;
  close(): void;
}

/** A source, and the place its certificates come from. */
export interface CertificateSourceSetUp {
  readonly source: CertificateSourceUnderTest;
  /** Puts a certificate there, or something that cannot be used. */
  put(which: 'first' | 'second' | 'unusable'): void | Promise<void>;
  /** Thumbprints of the two. */
  readonly thumbprints: { readonly first: string; readonly second: string };
}

/**
 * What every `CertificateSource` must do. Registers a `describe` of `node:test`.
 *
 * @param name - names the implementation in the test titles
 * @param setUp - makes a source over a place where nothing is yet
 */
export function certificateSourceContract(
  name: string,
  setUp: () => CertificateSourceSetUp | Promise<CertificateSourceSetUp>,
): void {
  const titled: Titled = (title, work) =>
    it(title, async () => {
      const parts = await setUp();
      try {
        await work(parts);
      } finally {
        parts.source.close();
      }
    });
  describe(`CertificateSource contract: ${name}`, () => {
    describeGiving(titled);
    describeRenewal(titled);
    describeLeaving(titled);
  });
}

type Titled = (title: string, work: (parts: CertificateSourceSetUp) => Promise<void>) => void;

function describeGiving(titled: Titled): void {
  titled('fails while there is nothing, and gives the first certificate once it is there', async (parts) => {
    const { source, put, thumbprints } = parts;
    await assert.rejects(source.current());
    await put('first');
    assert.equal((await source.current()).x5tS256, thumbprints.first);
  });

  titled('gives everybody the same value until there is another', async ({ source, put }) => {
    await put('first');
    const given = await Promise.all(Array.from({ length: 50 }, () => source.current()));
    assert.equal(new Set([...given, await source.current()]).size, 1);
  });
}

function describeRenewal(titled: Titled): void {
  titled('gives the new certificate at once when the old one was refused', async ({ source, put, thumbprints }) => {
    await put('first');
    await source.current();
    await put('second');
    source.invalidate();
    assert.equal((await source.current()).x5tS256, thumbprints.second);
  });

  titled('keeps the last good one while the new one is unusable, and mends itself', async (parts) => {
    const { source, put, thumbprints } = parts;
    await put('first');
    const first = await source.current();
    await put('unusable');
    source.invalidate();
    assert.equal(await source.current(), first);
    await put('second');
    source.invalidate();
    assert.equal((await source.current()).x5tS256, thumbprints.second);
  });
}

function describeLeaving(titled: Titled): void {
  titled('ends the wait of a caller who has left, and of nobody else', async ({ source, put, thumbprints }) => {
    await put('first');
    const gone = source.current(AbortSignal.abort(new Error('gone')));
    const stays = source.current();
    await assert.rejects(gone);
    assert.equal((await stays).x5tS256, thumbprints.first);
  });

  titled('still gives what it knows after it was closed', async ({ source, put, thumbprints }) => {
    await put('first');
    await source.current();
    source.close();
    assert.equal((await source.current()).x5tS256, thumbprints.first);
  });
}
