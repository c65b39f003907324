import type { Contestant, Row, Target } from '../engine/row.ts';
import { median } from '../engine/statistics.ts';
import { createDpopRequests } from '../route/dpop-requests.ts';
import type { RouteGuard, ServerOrder } from '../route/orders.ts';
import { isPinned, type RouteServer, startRouteLoad, startRouteServer } from '../route/processes.ts';
import { api, createProofStock, type ProofAlgorithm } from '../shr/proof-stock.ts';

interface Entrant {
  readonly name: string;
  readonly framework: ServerOrder['framework'];
  readonly guard: RouteGuard;
}

const own: readonly Entrant[] = [
  { name: 'Express, Holdfast', framework: 'express', guard: 'holdfast' },
  { name: 'Express, one crypto.verify', framework: 'express', guard: 'verify' },
  { name: 'Express, no guard', framework: 'express', guard: 'open' },
  { name: 'Fastify, Holdfast', framework: 'fastify', guard: 'holdfast' },
  { name: 'Fastify, one crypto.verify', framework: 'fastify', guard: 'verify' },
  { name: 'Fastify, no guard', framework: 'fastify', guard: 'open' },
];
const peer: Entrant = { name: 'Express, express-oauth2-jwt-bearer (DPoP)', framework: 'express', guard: 'peer' };
const connections = 16;

/** Requests per second of one route over HTTP, each with a proof of its own. */
export const rows: readonly Row[] = [
  // The peer takes DPoP proofs with ES256 only.
  { name: 'guarded route, ES256 proofs', unit: '/s', prepare: ({ quick }) => prepare('ES256', [...own, peer], quick) },
  { name: 'guarded route, RS256 proofs', unit: '/s', prepare: ({ quick }) => prepare('RS256', own, quick) },
];

async function prepare(alg: ProofAlgorithm, entrants: readonly Entrant[], quick: boolean) {
  const size = quick ? 200 : 3000;
  const stock = await createProofStock(alg, 1);
  const [first] = await stock.take(1);
  const target = `${api.path}?${api.query}`;
  const dpop = createDpopRequests({ issuer: api.issuer, audience: api.audience, host: api.host, target });
  const order = {
    alg,
    options: stock.options,
    clientKey: first?.publicKey.export({ type: 'spki', format: 'pem' }) as string,
    issuerKey: dpop.issuerKey,
  };
  const load = startRouteLoad();
  const servers = await Promise.all(
    entrants.map(({ framework, guard }) => startRouteServer({ framework, guard, ...order })),
  );

  // One batch for each round, which everybody gets: a proof counts once at each server.
  const batches: Promise<readonly string[]>[] = [];
  const takeBatch = (round: number): Promise<readonly string[]> => {
    batches[round] ??= stock
      .take(size)
      .then((proofs) => proofs.map(({ incoming }) => writeRequest(incoming.headers, target)));
    return batches[round];
  };
  const usage = new Map<string, { readonly server: number[]; readonly load: number[] }>();
  const contestants = entrants.map((entrant, index): Contestant => {
    const server = servers[index] as RouteServer;
    const used = { server: [] as number[], load: [] as number[] };
    usage.set(entrant.name, used);
    let round = 0;
    const measure = async (): Promise<number> => {
      const requests = entrant.guard === 'peer' ? dpop.take(size) : await takeBatch(round);
      round += 1;
      await server.takeCpu();
      const { seconds, cpu, failures } = await load.run({ port: server.port, requests, connections });
      if (failures > 0) throw new Error(`${entrant.name} refused ${failures} of ${size} requests`);
      used.server.push((await server.takeCpu()) / size);
      used.load.push(cpu / seconds / 1e6);
      return size / seconds;
    };
    return { name: entrant.name, measure };
  });
  // The first round of a server is slower than all others, and nobody's figure.
  for (const { measure } of contestants) await measure();
  const notes: string[] = [];
  return {
    contestants,
    targets: targetsOf('Express', 'Fastify'),
    notes,
    close: () => {
      for (const [name, used] of usage) {
        notes.push(
          `${name}: ${median(used.server).toFixed(1)} µs of processor time each, generator ${Math.round(median(used.load) * 100)} % busy`,
        );
      }
      notes.push(
        isPinned ? 'server and generator have a core each' : 'server and generator share what cores there are',
      );
      load.stop();
      for (const server of servers) server.stop();
    },
  };
}

function targetsOf(...frameworks: readonly string[]): readonly Target[] {
  return frameworks.map((name) => ({ of: `${name}, Holdfast`, against: `${name}, one crypto.verify`, atLeast: 0.8 }));
}

function writeRequest(headers: readonly (readonly [string, string])[], target: string): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return `GET ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}
