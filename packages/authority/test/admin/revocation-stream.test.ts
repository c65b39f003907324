import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openRevocationReader, type RevocationReader } from '../harness/revocation-reader.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const isCurrent = ({ event }: { readonly event: string }): boolean => event === 'current';

async function revoke(running: RunningAuthority, uti: string): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ uti }) };
  return ((await (await running.admin('/revoke', init)).json()) as { id: string }).id;
}

describe('GET /revocations (server-sent events)', () => {
  let running: RunningAuthority;
  const readers: RevocationReader[] = [];
  before(async () => {
    running = await runAuthority();
  });
  after(async () => {
    for (const reader of readers) reader.close();
    await running.close();
  });
  const open = async (
    ...parameters: Parameters<typeof openRevocationReader> extends [unknown, ...infer R] ? R : never
  ) => {
    const reader = await openRevocationReader(running, ...parameters);
    readers.push(reader);
    return reader;
  };

  it('says that it is current, with nothing to tell, and then tells what happens', async () => {
    const reader = await open();
    const current = await reader.until(isCurrent);
    assert.match(current.id ?? '', /^[0-9a-f]{8}-0$/);
    const id = await revoke(running, 'first-one');
    const told = await reader.until(({ event }) => event === 'revocation');
    assert.equal(told.id, id);
    assert.deepEqual(Object.keys(told.data as object), ['id', 'kind', 'value', 'revokedAt', 'expiresAt']);
    assert.deepEqual(
      reader.events.filter(({ event }) => event !== 'alive').map(({ event }) => event),
      ['current', 'revocation'],
    );
  });

  it('does not tell what was shown of a key: no token says that, and an API could not apply it', async () => {
    const own = await runAuthority();
    const opened: RevocationReader[] = [];
    try {
      const reader = await openRevocationReader(own);
      opened.push(reader);
      await reader.until(isCurrent);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ attestation: 'ab'.repeat(32) });
      assert.equal((await own.admin('/revoke', { method: 'POST', headers, body })).status, 201);
      const id = await revoke(own, 'one-after-it');
      assert.equal((await reader.until(({ event }) => event === 'revocation')).id, id);
      const late = await openRevocationReader(own);
      opened.push(late);
      const current = await late.until(isCurrent);
      assert.deepEqual([late.values(), current.id], [['one-after-it'], id]);
    } finally {
      for (const one of opened) one.close();
      await own.close();
    }
  });

  it('tells every live entry, then that it is current', async () => {
    await revoke(running, 'second-one');
    await revoke(running, 'third-one');
    const reader = await open();
    const current = await reader.until(isCurrent);
    assert.deepEqual(reader.values(), ['first-one', 'second-one', 'third-one']);
    assert.equal(current.id, reader.events[reader.events.indexOf(current) - 1]?.id);
  });

  it('goes on after a cursor, from the header or the query, also after that of the empty beginning', async () => {
    const all = await open();
    await all.until(isCurrent);
    const [first, second, third] = all.events.map(({ id }) => id!);
    const after = async (cursor: string): Promise<readonly string[]> => {
      const byQuery = await open({ cursor });
      await byQuery.until(isCurrent);
      const byHeader = await open({ headers: { 'last-event-id': cursor } });
      await byHeader.until(isCurrent);
      assert.deepEqual(byHeader.values(), byQuery.values());
      assert.equal(
        byHeader.events.some(({ event }) => event === 'reset'),
        false,
      );
      return byHeader.values();
    };
    assert.deepEqual(await after(first!), ['second-one', 'third-one']);
    assert.deepEqual(await after(second!), ['third-one']);
    assert.deepEqual(await after(third!), []);
    assert.equal((await after(first!.replace(/\d+$/, '0'))).length, 3);
  });

  it('says reset before it tells everything to a reader whose cursor it never gave', async () => {
    const [known] = (
      await open().then(async (reader) => {
        await reader.until(isCurrent);
        return reader;
      })
    ).events.map(({ id }) => id!);
    for (const cursor of ['x', '00000000-1', `${known}9`, `${known}x`, '__proto__', '-', 'a'.repeat(3000)]) {
      const reader = await open({ cursor });
      await reader.until(isCurrent);
      assert.equal(reader.events[0]?.event, 'reset', cursor.slice(0, 20));
      assert.equal(reader.values().length, 3);
    }
    const none = await open({ cursor: '' });
    await none.until(isCurrent);
    assert.equal(none.events[0]?.event, 'revocation', 'no cursor is no unknown one');
  });

  it('is alive at least every five seconds', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const own = await runAuthority();
    t.after(() => own.close());
    const reader = await openRevocationReader(own);
    t.after(() => reader.close());
    await reader.until(isCurrent);
    assert.equal(reader.events.length, 1);
    t.mock.timers.tick(5000);
    await reader.until(({ event }) => event === 'alive');
  });

  it('moves who is revoked again to the end, and tells it to those who heard the first', async () => {
    const reader = await open();
    const { id } = await reader.until(isCurrent);
    const again = await revoke(running, 'first-one');
    await reader.until((event) => event.id === again);
    const late = await open();
    await late.until(isCurrent);
    assert.deepEqual(late.values(), ['second-one', 'third-one', 'first-one']);
    const back = await open({ cursor: id! });
    await back.until(isCurrent);
    assert.deepEqual(back.values(), ['first-one']);
  });

  it('needs the key', async () => {
    const response = await running.admin('/revocations', { headers: { authorization: 'Bearer x' } });
    assert.equal(response.status, 401);
  });
});

describe('a reader of revocations that comes back', () => {
  it('after a restart misses nothing and hears nothing twice; in another directory it starts anew', async () => {
    const dataDirectory = join(await mkdtemp(join(tmpdir(), 'holdfast-feed-')), 'data');
    const first = await runAuthority({ dataDirectory });
    await revoke(first, 'before-one');
    const reader = await openRevocationReader(first);
    const { id = '' } = await reader.until(isCurrent);
    await revoke(first, 'while-away');
    await first.close();
    await reader.ended;
    const second = await runAuthority({ dataDirectory });
    await revoke(second, 'after-one');
    const back = await openRevocationReader(second, { cursor: id });
    await back.until(isCurrent);
    assert.deepEqual(back.values(), ['while-away', 'after-one']);
    back.close();
    await second.close();
    const other = await runAuthority();
    const lost = await openRevocationReader(other, { cursor: id });
    await lost.until(isCurrent);
    assert.deepEqual(
      lost.events.map(({ event }) => event),
      ['reset', 'current'],
    );
    lost.close();
    await other.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });

  it('attack: after a directory was restored from a copy, a reader of what came after the copy is told everything', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-restored-'));
    const [dataDirectory, copy] = [join(folder, 'data'), join(folder, 'copy')];
    const first = await runAuthority({ dataDirectory });
    await revoke(first, 'in-the-copy');
    await first.close();
    await cp(dataDirectory, copy, { recursive: true });
    const second = await runAuthority({ dataDirectory });
    const lost = await revoke(second, 'after-the-copy');
    await second.close();
    await rm(dataDirectory, { recursive: true });
    await cp(copy, dataDirectory, { recursive: true });
    const third = await runAuthority({ dataDirectory });
    await revoke(third, 'as-many-as-before');
    const reader = await openRevocationReader(third, { cursor: lost });
    await reader.until(isCurrent);
    assert.equal(reader.events[0]?.event, 'reset');
    assert.deepEqual(reader.values(), ['in-the-copy', 'as-many-as-before']);
    reader.close();
    await third.close();
    await rm(folder, { recursive: true });
  });
});
