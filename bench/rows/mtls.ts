import { ratioText } from '../engine/number-text.ts';
import type { Course, Row, Target } from '../engine/row.ts';
import { median, medianRatio } from '../engine/statistics.ts';
import { type Caller, startCallers } from '../mtls/callers.ts';

/** Calls per second with a client certificate, body read and parsed. */
export const rows: readonly Row[] = [
  { name: 'calls over mutual TLS, connections kept open, 16 at once', unit: '/s', prepare: prepareWarm },
  { name: 'calls over mutual TLS, each on a new connection, 4 at once', unit: '/s', prepare: prepareNew },
];

interface Order {
  readonly path: string;
  readonly calls: number;
  readonly atOnce: number;
}

async function prepareWarm({ quick }: { readonly quick: boolean }): Promise<Course> {
  const { close, ...callers } = await startCallers();
  const { rawDoor, transport, bareUndici, undiciFetch } = callers;
  return buildCourse({
    callers: Object.values(callers),
    order: { path: '/orders', calls: quick ? 400 : 8000, atOnce: 16 },
    targets: [
      { of: rawDoor.name, against: bareUndici.name, atLeast: 0.9 },
      { of: transport.name, against: undiciFetch.name, atLeast: 1.5 },
    ],
    close,
  });
}

async function prepareNew({ quick }: { readonly quick: boolean }): Promise<Course> {
  const { close, rawDoor, bareUndici, nodeHttps } = await startCallers();
  const course = await buildCourse({
    callers: [rawDoor, bareUndici, nodeHttps],
    order: { path: '/last', calls: quick ? 40 : 800, atOnce: 4 },
    targets: [{ of: rawDoor.name, against: bareUndici.name, atLeast: 0.9 }],
    close,
  });
  course.notes.push(
    'TLS sessions are resumed: ours until the pool ends, those of undici until the next garbage collection',
  );
  return course;
}

async function buildCourse(options: {
  readonly callers: readonly Caller[];
  readonly order: Order;
  readonly targets: readonly Target[];
  readonly close: () => Promise<void>;
}): Promise<Course & { readonly notes: string[] }> {
  const { callers, order, targets, close } = options;
  const entrants = callers.map((caller) => ({ caller, processorTimes: [] as number[] }));
  for (const { caller } of entrants) await run(caller, { ...order, calls: Math.ceil(order.calls / 2) });
  const notes = ['server and callers share the machine; the callers take turns in one process'];
  const timesOf = (name: string) => entrants.find(({ caller }) => caller.name === name)?.processorTimes ?? [];
  return {
    contestants: entrants.map(({ caller, processorTimes }) => ({
      name: caller.name,
      measure: async () => {
        const { perSecond, processorMicroseconds } = await run(caller, order);
        processorTimes.push(processorMicroseconds);
        return perSecond;
      },
    })),
    targets,
    notes,
    async close() {
      for (const { of, against = '' } of targets) {
        const ratio = ratioText(medianRatio(timesOf(against), timesOf(of)));
        notes.push(`${of} against ${against}, by processor time of the caller: ${ratio}`);
      }
      const times = callers.map(({ name }) => `${name} ${median(timesOf(name)).toFixed(0)} µs`);
      notes.push(`processor time of the caller for one call: ${times.join(', ')}`);
      await close();
    },
  };
}

async function run({ call }: Caller, { path, calls, atOnce }: Order) {
  let left = calls;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await call(path);
    }),
  );
  const { user, system } = process.cpuUsage(cpuBefore);
  const perSecond = (calls * 1000) / (performance.now() - startedAt);
  return { perSecond, processorMicroseconds: (user + system) / calls };
}
