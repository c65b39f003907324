import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DataCorrupt, DataUnusable } from '@holdfast/authority';
import { createFakeClock } from '@holdfast/testing';
import { AdminRefused } from '../../src/errors/admin-refused.ts';
import { type Revocation, type RevocationWish, revocationKinds } from '../../src/revocation/revocation.ts';
import { openRevocationBook, type RevocationBook } from '../../src/revocation/revocation-book.ts';
import type { DataStore } from '../../src/storage/data-store.ts';

const coverSeconds = 86_700;

/** A store that keeps texts, can be told to fail, and can be made to wait. */
function createStore(): DataStore & { fails: boolean; writes: number; hold: Promise<void> | undefined; text: string } {
  const store = {
    text: '',
    fails: false,
    writes: 0,
    hold: undefined as Promise<void> | undefined,
    read: async () => (store.text === '' ? undefined : store.text),
    write: async (_name: string, text: string) => {
      store.writes += 1;
      await store.hold;
      if (store.fails) throw new DataUnusable(new Error('no space'));
      store.text = text;
    },
    pathOf: () => undefined,
    close: async () => undefined,
  };
  return store;
}

async function openBook(store = createStore(), clock = createFakeClock()) {
  return { store, clock, book: await openRevocationBook({ store, clock, coverSeconds }) };
}

const entriesOf = (book: RevocationBook, cursor?: string): readonly Revocation[] | undefined =>
  book.readAfter(cursor, 10_000)?.entries;

describe('the book of revocations', () => {
  it('survives a restart, with its cursors', async () => {
    const { store, clock, book } = await openBook();
    const wishes: readonly RevocationWish[] = revocationKinds.map((kind) => ({
      kind,
      value: `value of ${kind}`,
      ...(kind === 'user' ? { tenant: '11111111-2222-3333-4444-555555555555' } : {}),
      claims: { access_token: { acrs: { essential: true, value: 'c1' } } },
    }));
    for (const wish of wishes) await book.add(wish);
    const before = entriesOf(book);
    assert.equal(before?.length, wishes.length);
    const again = (await openBook(store, clock)).book;
    assert.deepEqual(entriesOf(again), before);
    assert.deepEqual(entriesOf(again, before?.[2]?.id), before?.slice(3));
    assert.equal(again.isRevoked({ uti: 'value of uti', issuedAt: Number.MAX_SAFE_INTEGER }), true);
    const next = await again.add({ kind: 'uti', value: 'later' });
    assert.equal(next.id.split('-')[1], String(wishes.length + 1), 'numbers go on');
  });

  it('knows the cursors it gave, also of entries that are gone, and no other', async () => {
    const { clock, book } = await openBook();
    const first = await book.add({ kind: 'user', value: 'a' });
    clock.advance(coverSeconds);
    await book.add({ kind: 'user', value: 'b' });
    assert.deepEqual(
      entriesOf(book, first.id)?.map(({ value }) => value),
      ['b'],
    );
    const [name] = first.id.split('-');
    for (const cursor of [
      '',
      '-',
      name!,
      `${name}-3`,
      `${name}-01`,
      `${name}--1`,
      `${name}-1-1`,
      `${name}-1e0`,
      '00000000-1',
      `${name}-999999999999999`,
      `${name}-9999999999999999`,
    ]) {
      assert.equal(book.readAfter(cursor, 10), undefined, cursor);
    }
    assert.deepEqual(entriesOf(book, `${name}-0`)?.length, 1);
    const another = (await openBook()).book;
    await another.add({ kind: 'user', value: 'a' });
    assert.equal(another.readAfter(first.id, 10), undefined, 'a new data directory is another book');
  });

  it('has one entry for whoever is revoked twice: the later one, with a new place', async () => {
    const { clock, book } = await openBook();
    const first = await book.add({ kind: 'application', value: 'a', claims: { access_token: { nbf: null } } });
    await book.add({ kind: 'application', value: 'b' });
    clock.advance(5);
    const second = await book.add({ kind: 'application', value: 'a' });
    assert.equal(second.revokedAt, first.revokedAt + 5);
    assert.deepEqual(
      entriesOf(book)?.map(({ value }) => value),
      ['b', 'a'],
    );
    assert.deepEqual(entriesOf(book, first.id)?.length, 2);
    assert.equal(second.claims, undefined);
  });

  it('never takes an instant back, whatever the clock does', async () => {
    const { clock, book } = await openBook();
    const first = await book.add({ kind: 'user', value: 'a' });
    clock.advance(-3600);
    const second = await book.add({ kind: 'user', value: 'a' });
    assert.deepEqual([second.revokedAt, second.expiresAt], [first.revokedAt, first.expiresAt]);
  });

  it('forgets an entry with the last token it covers, but a key and a certificate get nothing ever again', async () => {
    const { store, clock, book } = await openBook();
    for (const kind of revocationKinds) await book.add({ kind, value: kind });
    clock.advance(coverSeconds - 1);
    assert.equal(book.size, 7);
    clock.advance(1);
    assert.equal(book.size, 0, 'resources need not hear of them');
    assert.deepEqual(entriesOf(book), []);
    await book.add({ kind: 'uti', value: 'new' });
    const again = (await openBook(store, clock)).book;
    for (const one of [book, again]) {
      assert.equal(one.isHolderRevoked({ keyThumbprint: 'jkt' }), true);
      assert.equal(one.isHolderRevoked({ certificateThumbprint: 'x5t' }), true);
      assert.equal(one.isHolderRevoked({ keyThumbprint: 'x5t', certificateThumbprint: 'jkt' }), false);
    }
    assert.deepEqual(
      (JSON.parse(store.text) as { entries: { kind: string }[] }).entries.map(({ kind }) => kind),
      ['jkt', 'x5t', 'attestation', 'uti'],
    );
  });

  it('is full with 8000 entries, says so, drops none of them, and has room again when some have expired', async () => {
    const { store, clock, book } = await openBook();
    const value = 'v'.repeat(120);
    await Promise.all(Array.from({ length: 8000 }, (_, index) => book.add({ kind: 'uti', value: `${value}${index}` })));
    await assert.rejects(book.add({ kind: 'uti', value: 'one more' }), isFull);
    await book.add({ kind: 'uti', value: `${value}0` });
    assert.equal(book.size, 8000);
    assert.equal(book.isRevoked({ uti: `${value}1`, issuedAt: 0 }), true);
    assert.equal(entriesOf((await openBook(store, clock)).book)?.length, 8000, 'what was written can be read');
    clock.advance(coverSeconds);
    await book.add({ kind: 'uti', value: 'one more' });
    assert.equal(book.size, 1);
  });

  it('is full with half a megabyte of claims, and can be read back', async () => {
    const { store, clock, book } = await openBook();
    const claims = { access_token: { acrs: { values: Array.from({ length: 400 }, () => '"') } } };
    let count = 0;
    await assert.rejects(async () => {
      for (; count < 8000; count += 1) await book.add({ kind: 'uti', value: `token ${count}`, claims });
    }, isFull);
    assert.ok(count > 50 && count < 400, String(count));
    assert.equal(entriesOf((await openBook(store, clock)).book)?.length, count);
    await book.add({ kind: 'uti', value: 'without claims' });
    clock.advance(coverSeconds);
    await book.add({ kind: 'uti', value: 'again', claims });
  });

  it('counts here at once and elsewhere when it is written down; whoever revoked hears of a failure', async () => {
    const { store, book } = await openBook();
    const told: string[] = [];
    book.subscribe(({ value }) => told.push(value));
    const facts = { objectId: 'a', issuedAt: 0 };
    store.fails = true;
    const failing = book.add({ kind: 'user', value: 'a' });
    assert.equal(book.isRevoked(facts), true);
    assert.notEqual(book.whenWritten(facts), undefined);
    assert.equal(book.whenWritten({ objectId: 'b', issuedAt: 0 }), undefined);
    await assert.rejects(failing, DataUnusable);
    assert.deepEqual(
      [book.isRevoked(facts), book.whenWritten(facts), entriesOf(book), told],
      [true, undefined, [], []],
    );
    store.fails = false;
    await book.add({ kind: 'user', value: 'b' });
    assert.deepEqual(told, ['a', 'b'], 'the next write takes it along');
    assert.deepEqual(
      entriesOf(book)?.map(({ value }) => value),
      ['a', 'b'],
    );
  });

  it('shows the earlier entry until the later one is written, so that no reader sees neither', async () => {
    const { store, clock, book } = await openBook();
    const first = await book.add({ kind: 'user', value: 'a' });
    clock.advance(10);
    let release = (): void => undefined;
    store.hold = new Promise((resolve) => {
      release = resolve;
    });
    const adding = book.add({ kind: 'user', value: 'a' });
    assert.deepEqual(entriesOf(book), [first]);
    release();
    assert.deepEqual(entriesOf(book), [first]);
    assert.deepEqual([await adding], entriesOf(book));
  });

  it('writes once for many who come while it writes, and tells them in order', async () => {
    const { store, book } = await openBook();
    const told: string[] = [];
    const stop = book.subscribe(({ id }) => told.push(id));
    const added = await Promise.all(
      Array.from({ length: 200 }, (_, index) => book.add({ kind: 'uti', value: `t${index}` })),
    );
    assert.equal(store.writes, 2);
    assert.deepEqual(
      told,
      added.map(({ id }) => id),
    );
    stop();
    await book.add({ kind: 'uti', value: 'unheard' });
    assert.equal(told.length, 200);
  });

  it('is not opened when somebody changed what it cannot have written', async () => {
    const { store, book } = await openBook();
    await book.add({ kind: 'user', value: 'a' });
    await book.add({ kind: 'user', value: 'b' });
    const sound = store.text;
    const changes: readonly ((text: string) => string)[] = [
      () => '{',
      () => '{"format":1}',
      (text) => text.replace('"user"', '"constructor"'),
      (text) => text.replace('"a"', '7'),
      (text) => text.replace('"number": 1', '"number": 3'),
      (text) => text.replace('"number": 1', '"number": 2'),
      (text) => text.replace('"number": 1', '"number": 0'),
      (text) => text.replace(/"mark": "./, '"mark": "-'),
      (text) => text.replace(/("openings": \[)([^\]]*)\]/, '$1$2,$2]'),
      (text) => text.replace(/"openings": \[[^\]]*\]/, '"openings": []'),
      (text) => text.replace(/"openings": \[[^\]]*\]/, '"openings": [null]'),
      (text) => text.replace(/"lastIssuedAt": \d+/, '"lastIssuedAt": "now"'),
      (text) => text.replace('"last": 2', '"last": 1'),
      (text) => text.replace(/"revokedAt": \d+/, '"revokedAt": -1'),
      (text) => text.replace(/"expiresAt": (\d+)/, '"expiresAt": "$1"'),
      (text) => text.replace('"value": "a"', '"value": "a", "claims": "["'),
      (text) => text.replace('"value": "a"', '"value": "a", "tenant": "contoso"'),
    ];
    for (const change of changes) {
      store.text = change(sound);
      assert.notEqual(store.text, sound);
      await assert.rejects(openBook(store), DataCorrupt, store.text);
    }
  });
});

function isFull(error: unknown): boolean {
  return error instanceof AdminRefused && error.code === 'ERR_ADMIN_FULL';
}
