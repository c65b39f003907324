import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createGate, settle } from '@holdfast/testing';
import { FlightAborted } from '../../src/errors/flight-aborted.ts';
import { createSingleFlight } from '../../src/flow/single-flight.ts';

/** Work that waits for a gate and remembers the signals it was given. */
function setUp() {
  const gate = createGate();
  const signals: AbortSignal[] = [];
  const work = async (signal: AbortSignal): Promise<number> => {
    signals.push(signal);
    await gate.opened;
    signal.throwIfAborted();
    return signals.length;
  };
  return { gate, signals, work, flights: createSingleFlight<number>() };
}

describe('createSingleFlight', () => {
  it('does the work once for a thousand callers', async () => {
    const { gate, signals, work, flights } = setUp();
    const calls = Array.from({ length: 1000 }, () => flights.run('a', work));
    assert.equal(flights.size, 1);
    gate.open();
    assert.deepEqual(new Set(await Promise.all(calls)), new Set([1]));
    assert.equal(signals.length, 1);
    assert.equal(flights.size, 0);
  });

  it('keeps keys apart', async () => {
    const flights = createSingleFlight<string>();
    const [a, b] = await Promise.all([flights.run('a', async () => 'A'), flights.run('b', async () => 'B')]);
    assert.deepEqual([a, b], ['A', 'B']);
  });

  it('remembers no result', async () => {
    const { gate, signals, work, flights } = setUp();
    gate.open();
    assert.equal(await flights.run('a', work), 1);
    assert.equal(await flights.run('a', work), 2);
    assert.equal(signals.length, 2);
  });

  it('shares a failure and does not remember it', async () => {
    const flights = createSingleFlight<string>();
    const failure = new Error('down');
    let calls = 0;
    const fail = async (): Promise<string> => {
      calls += 1;
      throw failure;
    };
    const outcomes = await Promise.allSettled([flights.run('a', fail), flights.run('a', fail)]);
    assert.ok(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason === failure));
    assert.equal(calls, 1);
    assert.equal(await flights.run('a', async () => 'up'), 'up');
  });

  it('turns work that throws at once into a rejection', async () => {
    const flights = createSingleFlight<string>();
    const throws = (): Promise<string> => {
      throw new RangeError('at once');
    };
    await assert.rejects(flights.run('a', throws), RangeError);
    assert.equal(flights.size, 0);
  });

  it("ends only its own caller's wait on abort", async () => {
    const { gate, signals, work, flights } = setUp();
    const leaver = new AbortController();
    const left = flights.run('a', work, leaver.signal);
    const stays = flights.run('a', work, new AbortController().signal);
    leaver.abort('enough');
    await assert.rejects(left, (error) => error instanceof FlightAborted && error.cause === 'enough');
    assert.equal(signals[0]?.aborted, false);
    gate.open();
    assert.equal(await stays, 1);
  });

  it('aborts the work when the last caller has gone, and starts anew for the next', async () => {
    const { gate, signals, work, flights } = setUp();
    const controllers = [new AbortController(), new AbortController()];
    const left = controllers.map(({ signal }) => flights.run('a', work, signal));
    controllers[0]?.abort();
    assert.equal(signals[0]?.aborted, false);
    controllers[1]?.abort();
    assert.equal(signals[0]?.aborted, true);
    assert.equal(flights.size, 0);
    const next = flights.run('a', work);
    assert.equal(signals.length, 2);
    gate.open();
    assert.equal(await next, 2);
    for (const outcome of await Promise.allSettled(left)) assert.equal(outcome.status, 'rejected');
    assert.equal(flights.size, 0);
  });

  it('does not end a later flight when an abandoned one lands', async () => {
    const flights = createSingleFlight<string>();
    const [first, second] = [createGate(), createGate()];
    const leaver = new AbortController();
    const left = flights.run('a', () => first.opened.then(() => 'first'), leaver.signal);
    leaver.abort();
    await assert.rejects(left, FlightAborted);
    const next = flights.run('a', () => second.opened.then(() => 'second'));
    first.open();
    await settle();
    assert.equal(flights.size, 1);
    second.open();
    assert.equal(await next, 'second');
  });

  it('keeps the work going for a caller who cannot leave', async () => {
    const { gate, signals, work, flights } = setUp();
    const leaver = new AbortController();
    const stays = flights.run('a', work);
    const left = flights.run('a', work, leaver.signal);
    leaver.abort();
    await assert.rejects(left, FlightAborted);
    assert.equal(signals[0]?.aborted, false);
    gate.open();
    assert.equal(await stays, 1);
  });

  it('starts nothing for a caller who has already gone', async () => {
    const { signals, work, flights } = setUp();
    await assert.rejects(flights.run('a', work, AbortSignal.abort('gone')), {
      code: 'ERR_FLIGHT_ABORTED',
      cause: 'gone',
    });
    assert.equal(signals.length, 0);
    assert.equal(flights.size, 0);
  });

  it('takes no notice of an abort after the work is done', async () => {
    const { gate, signals, work, flights } = setUp();
    const leaver = new AbortController();
    gate.open();
    assert.equal(await flights.run('a', work, leaver.signal), 1);
    leaver.abort();
    assert.equal(signals[0]?.aborted, false);
  });

  it('lets no failure of abandoned work escape', async () => {
    const flights = createSingleFlight<string>();
    const leaver = new AbortController();
    const left = flights.run(
      'a',
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      leaver.signal,
    );
    leaver.abort();
    await assert.rejects(left, FlightAborted);
    // An unhandled rejection would fail this test.
    await settle();
  });
});
