import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimsOf, type Reply, type RunningAuthority } from './running-authority.ts';

/** A server-sent event as it came over the wire. */
export interface ReadEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A reader of the stream of revocations. */
export interface RevocationReader {
  readonly events: readonly ReadEvent[];
  /** Values of the revocations read so far, in order. */
  values(): readonly string[];
  /** Waits for an event that fits; signs of life are read like any other. */
  until(fits: (event: ReadEvent) => boolean): Promise<ReadEvent>;
  /** Waits for the end of the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens the stream over a real connection. */
export async function openRevocationReader(
  running: RunningAuthority,
  { cursor, headers = {} }: { readonly cursor?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<RevocationReader> {
  const stopping = new AbortController();
  const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
  const response = await running.admin(`/revocations${query}`, { headers, signal: stopping.signal });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  const events: ReadEvent[] = [];
  const waiting = new Set<() => void>();
  const ended = read(response, (event) => {
    events.push(event);
    for (const look of waiting) look();
  }).catch(() => undefined);
  return {
    events,
    values: () =>
      events.filter(({ event }) => event === 'revocation').map(({ data }) => (data as { value: string }).value),
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = events.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        void ended.then(() => reject(new Error('the stream ended')));
        look();
      }),
    ended,
    close: () => stopping.abort(),
  };
}

/** Asserts that whoever follows the revocations is told that the access tokens of these replies are revoked. */
export async function assertToldRevoked(running: RunningAuthority, replies: readonly Reply[]): Promise<void> {
  const reader = await openRevocationReader(running);
  const told = Promise.all(
    replies.map(async (reply) => {
      const { uti } = claimsOf(reply);
      const { data } = await reader.until((event) => (event.data as { value?: unknown } | null)?.value === uti);
      assert.equal((data as { kind: string }).kind, 'uti');
    }),
  );
  // What is written down comes at once.
  const late = sleep(60_000, undefined, { ref: false }).then(() => assert.fail('not told'));
  await Promise.race([told, late]).finally(() => {
    late.catch(() => undefined);
    told.catch(() => undefined);
    reader.close();
  });
}

async function read(response: Response, take: (event: ReadEvent) => void): Promise<void> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) take(parseBlock(block));
  }
}

function parseBlock(block: string): ReadEvent {
  const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  return {
    event: fields.get('event') ?? '',
    id: fields.get('id'),
    data: JSON.parse(fields.get('data') ?? 'null') as unknown,
  };
}
