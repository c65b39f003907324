import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from '@holdfast/testing';
import { createEventSink } from '../../src/events/event-sink.ts';

describe('createEventSink', () => {
  it('hands events on, in order', () => {
    const seen: string[] = [];
    const sink = createEventSink<string>((event) => seen.push(event));
    sink('one');
    sink('two');
    assert.deepEqual(seen, ['one', 'two']);
  });

  it('ignores events when there is no sink', () => {
    assert.equal(createEventSink<string>(undefined)('one'), undefined);
  });

  it('drops what the sink throws', () => {
    const sink = createEventSink<string>(() => {
      throw new Error('observer is broken');
    });
    assert.equal(sink('one'), undefined);
  });

  it('drops what an async sink rejects with', async () => {
    const sink = createEventSink<string>(async () => {
      throw new Error('observer is broken');
    });
    assert.equal(sink('one'), undefined);
    // An unhandled rejection would fail this test.
    await settle();
  });

  it('drops what a promise of any class rejects with', () => {
    let isCaught = false;
    const foreign: PromiseLike<never> = {
      // biome-ignore lint/suspicious/noThenProperty: a promise of another class is what this is about.
      then: (_resolve, reject) => {
        isCaught = reject != null;
        return foreign as never;
      },
    };
    createEventSink<string>(() => foreign as never)('one');
    assert.equal(isCaught, true);
  });
});
