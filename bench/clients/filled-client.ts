import type { Contestant } from '../engine/row.ts';
import { microsecondsPerCall } from '../engine/stopwatch.ts';
import { inTurn, type MeasuredClient } from './token-client.ts';

/**
 * Fills a client's cache, and makes sure that its tokens come from there.
 *
 * @throws when they do not
 */
export async function filled(client: MeasuredClient, count: number): Promise<MeasuredClient> {
  await client.fill(count);
  const before = client.tokenRequests();
  for (const index of [0, count >> 1, count - 1]) await client.acquire(index);
  if (client.tokenRequests() !== before) throw new Error(`${client.name} does not give its tokens from its cache`);
  return client;
}

/** Acquires the tokens of a filled client in turn. */
export function timed({ name, acquire }: MeasuredClient, count: number, calls: number): Contestant {
  return { name, measure: () => microsecondsPerCall(calls, (index) => acquire(inTurn(index, count))) };
}
