import { ratioText } from '../engine/number-text.ts';
import type { Course, Row, Target } from '../engine/row.ts';
import { median, medianRatio } from '../engine/statistics.ts';
import { isPinned } from '../load/pinned-process.ts';
import { createDpopRequests } from '../route/dpop-requests.ts';
import { createEntrant, type Entrant } from '../route/entrant.ts';
import type { ServerOrder } from '../route/orders.ts';
import { startRouteLoad, startRouteServer } from '../route/processes.ts';
import { shareBatches, takeRequests, target } from '../route/requests.ts';
import { api, createProofStock, type ProofAlgorithm } from '../shr/proof-stock.ts';

type Server = Pick<ServerOrder, 'framework' | 'guard'> & { readonly name: string };

const own: readonly Server[] = [
  { name: 'Express, Holdfast', framework: 'express', guard: 'holdfast' },
  { name: 'Express, one crypto.verify', framework: 'express', guard: 'verify' },
  { name: 'Express, no guard', framework: 'express', guard: 'open' },
  { name: 'Fastify, Holdfast', framework: 'fastify', guard: 'holdfast' },
  { name: 'Fastify, one crypto.verify', framework: 'fastify', guard: 'verify' },
  { name: 'Fastify, no guard', framework: 'fastify', guard: 'open' },
];
const peer: Server = { name: 'Express, express-oauth2-jwt-bearer (DPoP)', framework: 'express', guard: 'peer' };

const targets: readonly Target[] = ['Express', 'Fastify'].map((name) => ({
  of: `${name}, Holdfast`,
  against: `${name}, one crypto.verify`,
  atLeast: 0.8,
}));

/** Requests per second of one route over HTTP, each with a proof of its own. */
export const rows: readonly Row[] = [
  // The peer takes DPoP proofs with ES256 only.
  { name: 'guarded route, ES256 proofs', unit: '/s', prepare: ({ quick }) => prepare('ES256', [...own, peer], quick) },
  { name: 'guarded route, RS256 proofs', unit: '/s', prepare: ({ quick }) => prepare('RS256', own, quick) },
];

async function prepare(alg: ProofAlgorithm, servers: readonly Server[], quick: boolean): Promise<Course> {
  const size = quick ? 200 : 3000;
  // V8 takes some ten thousand requests until nothing changes any more, and compiles on the server's core meanwhile.
  const warmRounds = quick ? 1 : 5;
  const stock = await createProofStock(alg, 1);
  const [first] = await stock.take(1);
  const clientKey = first?.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const dpop = createDpopRequests({ issuer: api.issuer, audience: api.audience, host: api.host, target });
  const batchOf = shareBatches(() => takeRequests(stock, size));
  const requestsFor = (server: Server, round: number): Promise<readonly string[]> =>
    server.guard === 'peer' ? Promise.resolve(dpop.take(size)) : batchOf(round);

  const load = startRouteLoad();
  const order = { alg, options: stock.options, clientKey, issuerKey: dpop.issuerKey };
  const running = servers.map(({ framework, guard }) => startRouteServer({ framework, guard, ...order }));
  const entrants: Entrant[] = [];
  for (const [index, server] of (await Promise.all(running)).entries()) {
    const asked = servers[index] as Server;
    const entrant = createEntrant(server, { name: asked.name, load });
    for (let round = 0; round < warmRounds; round += 1) await entrant.warm(await requestsFor(asked, round));
    entrants.push(entrant);
  }
  const rounds = new Map(servers.map(({ name }) => [name, warmRounds]));
  const notes: string[] = [];
  return {
    contestants: servers.map((server, index) => ({
      name: server.name,
      measure: async () => {
        const round = rounds.get(server.name) ?? warmRounds;
        rounds.set(server.name, round + 1);
        return (entrants[index] as Entrant).run(await requestsFor(server, round));
      },
    })),
    targets,
    notes,
    close: () => {
      notes.push(...describe(entrants));
      for (const { stop } of [load, ...entrants]) stop();
    },
  };
}

function describe(entrants: readonly Entrant[]): readonly string[] {
  const timesOf = (name: string): readonly number[] => entrants.find((one) => one.name === name)?.processorTimes ?? [];
  const ratios = targets.map(({ of, against = '' }) => {
    const ratio = ratioText(medianRatio(timesOf(against), timesOf(of)));
    return `${of} against ${against}, by processor time of the server: ${ratio}`;
  });
  const times = entrants.map(({ name, processorTimes }) => `${name} ${median(processorTimes).toFixed(0)} µs`);
  const busiest = Math.max(...entrants.map(({ loads }) => median(loads)));
  const cores = isPinned ? 'a core each' : 'what cores there are';
  return [
    ...ratios,
    `processor time for one request: ${times.join(', ')}`,
    `server and generator have ${cores}; the generator is busy ${Math.round(busiest * 100)} % of the time at most`,
  ];
}
