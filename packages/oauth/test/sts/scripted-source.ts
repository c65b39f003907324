import { sha256Hex } from '@holdfast/core';
import { createFakeClock, type FakeClock } from '@holdfast/testing';
import type { SourceQuery } from '../../src/acquire/source-client.ts';
import { createSourceClient, type SourceClient, type SourceClientOptions } from '../../src/acquire/source-client.ts';
import type { ClientEvent } from '../../src/events/token-event.ts';
import type { TokenReply } from '../../src/token-endpoint/token-query.ts';

/** A source with a cache of its own, as the endpoint of a managed identity has: it lets go of a token only when it is told so. */
export interface ScriptedSource {
  readonly queries: SourceQuery[];
  /** What it hands out; a test may put another. */
  serving: string;
  /** Holds the next replies back; the reply is what it served when the request came. */
  after: Promise<unknown> | undefined;
  /** Refuses, instead of answering. */
  fails: Error | undefined;
  /** Whether it heeds the hash. */
  heeds: boolean;
  /** What it does with its own number of the token. */
  lifeSeconds: number;
}

export interface SourceBench {
  readonly client: SourceClient;
  readonly source: ScriptedSource;
  readonly clock: FakeClock;
  readonly events: ClientEvent[];
}

/** A client of a scripted source, with a clock that stands still. */
export function createSourceBench(options: Partial<SourceClientOptions> = {}): SourceBench {
  const clock = createFakeClock();
  const events: ClientEvent[] = [];
  let issued = 1;
  const source: ScriptedSource = {
    queries: [],
    serving: 'token-1',
    after: undefined,
    fails: undefined,
    heeds: true,
    lifeSeconds: 3600,
  };
  const requestToken = async (query: SourceQuery): Promise<TokenReply> => {
    source.queries.push(query);
    const { after, fails } = source;
    if (source.heeds && query.tokenHash === (await sha256Hex(source.serving))) {
      issued += 1;
      source.serving = `token-${issued}`;
    }
    const accessToken = source.serving;
    await after;
    if (fails !== undefined) throw fails;
    return { accessToken, expiresInSeconds: source.lifeSeconds };
  };
  const client = createSourceClient({
    requestToken,
    relaysTokenHash: true,
    partition: 'scripted',
    capabilities: [],
    clock,
    emit: (event) => events.push(event),
    timeoutMs: 1000,
    maxCacheEntries: 100,
    ...options,
  });
  return { client, source, clock, events };
}
