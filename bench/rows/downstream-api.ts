import type { Course, Row } from '../engine/row.ts';
import { startApiCallers } from '../mtls/call-api.ts';
import type { Caller } from '../mtls/callers.ts';

/** Calls per second of an API whose token is bound to a client certificate; token and connections are warm, bodies are read and parsed. */
export const rows: readonly Row[] = [
  { name: 'calls of a downstream API with mtls_pop, 16 at once', unit: '/s', prepare },
];

const atOnce = 16;

async function prepare({ quick }: { readonly quick: boolean }): Promise<Course> {
  const { downstreamApi, bareUndici, close } = await startApiCallers();
  const calls = quick ? 400 : 8000;
  const callers = [downstreamApi, bareUndici];
  for (const caller of callers) await run(caller, Math.ceil(calls / 2));
  return {
    contestants: callers.map((caller) => ({ name: caller.name, measure: () => run(caller, calls) })),
    targets: [{ of: downstreamApi.name, against: bareUndici.name, atLeast: 0.8 }],
    notes: [
      'ours looks up credential and token, checks address and binding, and reads the answer within bounds; the other sends the same bytes',
    ],
    close,
  };
}

async function run({ call }: Caller, calls: number): Promise<number> {
  let left = calls;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await call('/orders');
    }),
  );
  return (calls * 1000) / (performance.now() - startedAt);
}
