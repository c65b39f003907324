import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuthorityEvent } from '@holdfast/authority';
import { createEventLog } from '../../src/events/event-log.ts';

const event = (active: number): AuthorityEvent => ({ name: 'faults.changed', active });

describe('the event log', () => {
  it('keeps the latest events and no more', () => {
    const log = createEventLog({ capacity: 3, clock: () => 0 });
    for (let count = 1; count <= 5; count += 1) log.append(event(count));
    const { entries, lost } = log.readAfter(undefined);
    assert.deepEqual(
      entries.map((entry) => entry.event),
      [3, 4, 5].map(event),
    );
    assert.equal(lost, 0);
    assert.equal(entries[0]?.time, '1970-01-01T00:00:00.000Z');
  });

  it('reads after a cursor, and says what was lost in between', () => {
    const log = createEventLog({ capacity: 3, clock: () => 0 });
    log.append(event(1));
    const cursor = log.readAfter(undefined).entries[0]?.id;
    assert.deepEqual(log.readAfter(cursor), { entries: [], lost: 0 });
    for (let count = 2; count <= 6; count += 1) log.append(event(count));
    const page = log.readAfter(cursor);
    assert.deepEqual(
      page.entries.map((entry) => entry.event),
      [4, 5, 6].map(event),
    );
    assert.equal(page.lost, 2);
  });

  it('reads nothing after a cursor from the future', () => {
    const log = createEventLog({ capacity: 3, clock: () => 0 });
    log.append(event(1));
    const run = log.readAfter(undefined).entries[0]?.id.split('-')[0];
    assert.deepEqual(log.readAfter(`${run}-999`), { entries: [], lost: 0 });
  });

  it('tells subscribers until they leave', () => {
    const log = createEventLog({ capacity: 1, clock: () => 0 });
    const seen: AuthorityEvent[] = [];
    const leave = log.subscribe((entry) => seen.push(entry.event));
    log.append(event(1));
    leave();
    log.append(event(2));
    assert.deepEqual(seen, [event(1)]);
  });
});
