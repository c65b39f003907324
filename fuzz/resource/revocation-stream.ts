import { isJsonObject, type JsonObject } from '@holdfast/core';
import type { ResourceEvent, RevocationFacts } from '@holdfast/resource';
import { type AdminRevocationFeed, createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import fc from 'fast-check';
import { nowMs } from '../artefacts/api.ts';
import { keys } from '../artefacts/keys.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';

const now = Math.floor(nowMs / 1000);
const times = { revokedAt: now, expiresAt: now + 3600 };
const entries: readonly JsonObject[] = [
  { id: 'book-1', kind: 'user', value: '0b1c2d3e-4444-4444-8444-1a2b3c4d5e6f', ...times },
  { id: 'book-2', kind: 'jkt', value: keys.holder.thumbprint, ...times, claims: { access_token: { acrs: null } } },
  { id: 'book-3', kind: 'uti', value: 'one-token', ...times },
];
const known: readonly unknown[] = ['user', 'application', 'identity', 'uti', 'jkt', 'x5t'];

// Whoever writes the stream: whatever it says, a feed that calls itself current knows every revocation that was in it.
const revocationStream = defineTarget({
  name: 'resource/revocation-stream',
  shortRuns: 250,
  arbitrary: fc.record({
    members: fc.option(jsonEdits),
    text: fc.option(textEdits),
    bytes: fc.option(byteEdits),
    lineEnd: fc.constantFrom('\n', '\n', '\r\n', '\r'),
    cuts: fc.array(fc.nat(2000), { maxLength: 12 }),
  }),
  run: async ({ members, text, bytes, lineEnd, cuts }) => {
    const told = entries.map((entry, index) => (index === 1 && members !== null ? editJson(entry, members) : entry));
    const [first, second, third] = told.map((entry, index) => eventOf(entry, `book-${index + 1}`));
    const whole = `: open\n\n${first}${second}event: current\nid: book-2\ndata: {}\n\n${third}event: alive\ndata: {}\n\n`;
    const edited = text === null ? whole : editText(whole, text);
    const plain = new TextEncoder().encode(edited.replaceAll('\n', lineEnd));
    const sent = bytes === null ? plain : editBytes(plain, bytes);
    const [atOnce, inPieces] = [await listen([sent]), await listen(cut(sent, cuts))];
    for (const event of [...atOnce.events, ...inPieces.events]) checkNoSecret(event);
    expect(atOnce.isCurrent === inPieces.isCurrent, 'judges a stream differently when it comes in other pieces');
    if (!atOnce.isCurrent) return;
    expect(atOnce.feed.size === inPieces.feed.size, 'reads a stream differently when it comes in other pieces');
    for (const event of readPlainly(sent)) checkHeard(event, atOnce.feed);
  },
});

/** Streams that tell what was revoked. */
export const revocationStreamTargets: readonly FuzzTarget[] = [revocationStream];

function eventOf(entry: unknown, id: string): string {
  return `event: revocation\nid: ${id}\ndata: ${JSON.stringify(entry)}\n\n`;
}

function cut(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [0, ...cuts.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

interface Heard {
  readonly feed: AdminRevocationFeed;
  readonly isCurrent: boolean;
  readonly events: readonly ResourceEvent[];
}

/** Has a feed listen to one connection until it ends. */
async function listen(pieces: readonly Uint8Array[]): Promise<Heard> {
  const events: ResourceEvent[] = [];
  let isFirst = true;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const feed = createAdminRevocationFeed({
    url: 'http://127.0.0.1:1/revocations',
    key: 'the-admin-key',
    clock: () => nowMs,
    transport: ({ signal }) => {
      if (isFirst) {
        isFirst = false;
        return Promise.resolve(new Response(streamOf(pieces), { headers: { 'content-type': 'text/event-stream' } }));
      }
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
    events: (event) => {
      events.push(event);
      if (event.name === 'revocation.feed-lost') end();
    },
  });
  await ended;
  // The event is told just before it is acted upon.
  await Promise.resolve();
  const isCurrent = Number.isFinite(feed.secondsBehind());
  await feed.close();
  return { feed, isCurrent, events };
}

function streamOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) if (piece.length > 0) controller.enqueue(piece);
      controller.close();
    },
  });
}

interface PlainEvent {
  readonly name: string;
  readonly data: string;
}

/** Reads the whole stream line by line, as the standard says it, with nothing of what is under test. */
function readPlainly(bytes: Uint8Array): readonly PlainEvent[] {
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
  const events: PlainEvent[] = [];
  let fields: { event?: string; data?: string } = {};
  for (const line of lines.slice(0, -1)) {
    if (line === '') {
      if (Object.keys(fields).length > 0) events.push({ name: fields.event ?? 'message', data: fields.data ?? '' });
      fields = {};
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') fields.event = value;
    if (field === 'data') fields.data = fields.data === undefined ? value : `${fields.data}\n${value}`;
  }
  return events;
}

function checkHeard({ name, data }: PlainEvent, feed: AdminRevocationFeed): void {
  expect(['revocation', 'current', 'reset', 'alive'].includes(name), 'calls itself current after an unknown event');
  if (name !== 'revocation') return;
  const entry: unknown = JSON.parse(data);
  expect(isJsonObject(entry) && known.includes(entry['kind']), 'calls itself current after an unknown entry');
  const { value, expiresAt } = entry;
  expect(typeof value === 'string' && Number.isSafeInteger(expiresAt), 'takes what is no name or no time');
  if (Number(expiresAt) + 300 > now) expect(feed.covers(factsOf(value)) !== undefined, 'forgets a revocation');
}

/** A token of long ago that bears the name wherever one can be. */
function factsOf(name: string): RevocationFacts {
  const folded = name.toLowerCase();
  return {
    tenant: undefined,
    objectId: folded,
    clientIds: [folded],
    uniqueId: name,
    issuedAt: 0,
    keyThumbprint: name,
    certificateThumbprint: name,
    isCae: true,
  };
}
