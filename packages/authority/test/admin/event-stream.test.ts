import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

interface Streamed {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('GET /events (server-sent events)', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority({ eventCapacity: 5 });
  });
  after(() => running.close());

  /** Reads a number of events, then lets go. */
  const read = async (
    count: number,
    path = '/events',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ events: Streamed[]; text: string }> => {
    const stopping = new AbortController();
    const response = await running.admin(path, { headers, signal: stopping.signal });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    const events: Streamed[] = [];
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text
        .split('\n\n')
        .slice(0, -1)
        .filter((block) => !block.startsWith(':'));
      events.splice(0, events.length, ...blocks.map(parseBlock));
      if (events.length >= count) break;
    }
    stopping.abort();
    return { events, text };
  };
  const parseBlock = (block: string): Streamed => {
    const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))) as Record<
      string,
      string
    >;
    return {
      id: fields['id'] ?? '',
      event: fields['event'] ?? '',
      data: JSON.parse(fields['data'] ?? '{}') as Streamed['data'],
    };
  };

  it('tells what happened before, then what happens', async () => {
    const reply = await running.token();
    const reading = read(2);
    await running.token({ scope: 'x' });
    const { events, text } = await reading;
    assert.deepEqual(
      events.map(({ event }) => event),
      ['token.issued', 'token.refused'],
    );
    assert.equal(events[1]?.data['code'], 1002012);
    assert.match(String(events[0]?.data['time']), /^\d{4}-.*Z$/);
    // Part by part: a random `uti` may well hold the letters with which every token begins.
    for (const part of String(reply.body['access_token']).split('.')) {
      assert.ok(part.length > 20);
      assert.equal(text.includes(part), false);
    }
    assert.doesNotMatch(text, /eyJ[\w-]*\./);
  });

  it('goes on after a cursor, from the header or the query', async () => {
    const { events } = await read(2);
    const [first, second] = events;
    assert.equal((await read(1, '/events', { 'last-event-id': first!.id })).events[0]?.id, second?.id);
    assert.equal((await read(1, `/events?cursor=${first!.id}`)).events[0]?.id, second?.id);
  });

  it('starts from the oldest event with a cursor of an earlier run, or one that is none', async () => {
    const { events } = await read(1);
    for (const cursor of ['00000000-7', 'nonsense', `${events[0]!.id}x`]) {
      assert.equal((await read(1, '/events', { 'last-event-id': cursor })).events[0]?.id, events[0]?.id, cursor);
    }
  });

  it('says how many events are no longer kept', async () => {
    const { events } = await read(1);
    for (let count = 0; count < 7; count += 1) await running.token({ scope: 'x' });
    const later = await read(5, '/events', { 'last-event-id': events[0]!.id });
    assert.equal(later.events.length, 5);
    assert.match(later.text, /^: 3 events are no longer kept\n\n/);
  });

  it('serves a bounded number of readers', async (t) => {
    // Nobody has read from it before: a reader who went may be counted for a moment longer.
    const own = await runAuthority();
    t.after(() => own.close());
    const stopping = new AbortController();
    const open = await Promise.all(Array.from({ length: 33 }, () => own.admin('/events', { signal: stopping.signal })));
    assert.deepEqual(
      open
        .map(({ status }) => status)
        .sort()
        .slice(-2),
      [200, 503],
    );
    stopping.abort();
  });
});
