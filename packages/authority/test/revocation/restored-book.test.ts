import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock } from '@holdfast/testing';
import { openRevocationBook, type RevocationBook } from '../../src/revocation/revocation-book.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

const name = 'revocations.json';

/** A book whose document can be copied, and put back. */
function createShelf(clock = createFakeClock()) {
  let store = createMemoryDataStore();
  return {
    clock,
    open: () => openRevocationBook({ store, clock, coverSeconds: 3600 }),
    copy: async (): Promise<string> => (await store.read(name)) ?? '',
    restore: async (copy: string): Promise<void> => {
      store = createMemoryDataStore();
      if (copy !== '') await store.write(name, copy);
    },
  };
}

const revoke = async (book: RevocationBook, value: string): Promise<string> =>
  (await book.add({ kind: 'uti', value })).id;

const valuesAfter = (book: RevocationBook, cursor: string): readonly string[] | undefined =>
  book.readAfter(cursor, 100)?.entries.map(({ value }) => value);

describe('a book of revocations that was restored from a copy', () => {
  it('attack: gives no place twice, so that a reader of what came after the copy is told to start anew', async () => {
    const { open, copy, restore } = createShelf();
    const before = await open();
    const kept = await revoke(before, 'kept');
    const saved = await copy();
    const lost = await revoke(before, 'lost');
    await restore(saved);
    const after = await open();
    const place = await revoke(after, 'new');
    assert.notEqual(place, lost);
    assert.equal(after.readAfter(lost, 100), undefined, 'this reader has seen another history');
    assert.deepEqual(valuesAfter(after, kept), ['new'], 'and this one has seen the beginning of this one');
  });

  it('attack: nor when nothing was revoked between a first and a second return to the same copy', async () => {
    const { open, copy, restore } = createShelf();
    await revoke(await open(), 'kept');
    const saved = await copy();
    const places: string[] = [];
    for (const value of ['one', 'two', 'three']) {
      await restore(saved);
      const book = await open();
      for (const place of places) assert.equal(book.readAfter(place, 100), undefined);
      places.push(await revoke(book, value));
      for (const place of places.slice(0, -1)) assert.equal(book.readAfter(place, 100), undefined);
    }
    assert.equal(new Set(places).size, 3);
  });

  it('attack: nor when the copy is older than the first revocation', async () => {
    const { open, copy, restore } = createShelf();
    const before = await open();
    const saved = await copy();
    assert.equal(saved, '');
    const lost = await revoke(before, 'lost');
    await restore(saved);
    const after = await open();
    await revoke(after, 'new');
    assert.equal(after.readAfter(lost, 100), undefined);
  });

  it('knows every cursor of an undisturbed life, however often it was opened, and which one came first', async () => {
    const { open } = createShelf();
    const places: string[] = [];
    const values = Array.from({ length: 12 }, (_, index) => `value-${index}`);
    for (const value of values) places.push(await revoke(await open(), value));
    const book = await open();
    for (const [index, place] of places.entries()) assert.deepEqual(valuesAfter(book, place), values.slice(index + 1));
    assert.deepEqual(
      book.readAfter(undefined, 100)?.entries.map(({ id }) => id),
      places,
      'a place keeps its name',
    );
    assert.equal(book.readAfter(undefined, 100)?.end, places.at(-1));
  });

  it('goes on with a document of the first format, which did not tell openings apart', async () => {
    const { open, copy, restore } = createShelf();
    const entry = { number: 7, kind: 'uti', value: 'old', revokedAt: 1, expiresAt: 9_999_999_999 };
    const saved = JSON.stringify({ format: 1, book: '0123abcd', last: 7, entries: [entry] });
    await restore(saved);
    const book = await open();
    assert.equal(book.readAfter(undefined, 100)?.entries[0]?.id, '0123abcd-7');
    const lost = await revoke(book, 'lost');
    assert.deepEqual(valuesAfter(book, '0123abcd-7'), ['lost']);
    assert.match(await copy(), /"format": 2,/);
    await restore(saved);
    const after = await open();
    await revoke(after, 'new');
    assert.equal(after.readAfter(lost, 100), undefined);
  });

  it('forgets the openings of long ago: their readers start anew, and the document does not grow', async () => {
    const { open, copy, clock } = createShelf();
    const first = await revoke(await open(), 'first');
    for (let opening = 0; opening < 100; opening += 1) {
      clock.advance(3600);
      await revoke(await open(), 'again');
    }
    assert.equal((await open()).readAfter(first, 100), undefined);
    assert.ok((await copy()).length < 4000);
  });
});

describe('a book of revocations that is opened again, with a clock that was set back', () => {
  it('attack: dates no revocation before the last token that was let out in the life before', async () => {
    const { open, clock } = createShelf();
    const before = await open();
    const issuedAt = Math.floor(clock() / 1000);
    before.noteIssued(issuedAt);
    await before.close();
    clock.advance(-3600);
    const after = await open();
    await after.add({ kind: 'user', value: 'a' });
    assert.equal(after.isRevoked({ objectId: 'a', issuedAt }), true);
    assert.equal(after.isRevoked({ objectId: 'a', issuedAt: issuedAt + 1 }), false);
  });

  it('attack: nor before one that a revocation was written after, when the end was not an orderly one', async () => {
    const { open, clock } = createShelf();
    const before = await open();
    const issuedAt = Math.floor(clock() / 1000);
    before.noteIssued(issuedAt);
    await revoke(before, 'somebody else');
    clock.advance(-3600);
    const after = await open();
    await after.add({ kind: 'user', value: 'a' });
    assert.equal(after.isRevoked({ objectId: 'a', issuedAt }), true);
  });
});
