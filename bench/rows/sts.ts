import type { Contestant, Course, Row, Target } from '../engine/row.ts';
import { isPinned } from '../load/pinned-process.ts';
import { checkToken, writeRequest } from '../sts/check-token.ts';
import type { LoadReport } from '../sts/generate-load.ts';
import { type LoadGenerator, startLoadGenerator, startTokenServer, type TokenServer } from '../sts/processes.ts';

const holdfast = 'holdfast';
const holdfastPop = 'holdfast, token_type=pop';
const signingSync = 'node:http that only signs, synchronously';
const signingPool = 'node:http that only signs, on the thread pool';
const oidcProvider = 'oidc-provider';

const programs: Readonly<Record<string, readonly string[]>> = {
  [holdfast]: ['serve-holdfast.ts'],
  [signingSync]: ['serve-signing.ts', 'sync'],
  [signingPool]: ['serve-signing.ts', 'pool'],
  [oidcProvider]: ['serve-oidc-provider.ts'],
};
const programsWithTls: Readonly<Record<string, readonly string[]>> = {
  [holdfast]: ['serve-holdfast.ts', 'tls'],
  [signingPool]: ['serve-signing.ts', 'pool', 'tls'],
};

// Against the bare servers the signature, the same for all, is most of a request; the peer pays more than we do for the rest.
const throughputTargets = (againstPeer: number): readonly Target[] => [
  { of: holdfast, against: signingSync, atLeast: 0.85 },
  { of: holdfast, against: signingPool, atLeast: 0.85 },
  { of: holdfast, against: oidcProvider, atLeast: againstPeer },
];
const latencyTargets: readonly Target[] = [{ of: holdfast, against: signingPool, atLeast: 1 / 1.5 }];

export const rows: readonly Row[] = [
  stsRow({ name: 'STS, RS256 tokens, one core', unit: '/s', cores: 1, targets: throughputTargets(1.2), programs }),
  stsRow({ name: 'STS, RS256 tokens, two cores', unit: '/s', cores: 2, targets: throughputTargets(1.4), programs }),
  stsRow({ name: 'STS, RS256 tokens, one core, p99', unit: 'ms', cores: 1, targets: latencyTargets, programs }),
  stsRow({ name: 'STS, RS256 tokens, two cores, p99', unit: 'ms', cores: 2, targets: latencyTargets, programs }),
  stsRow({
    name: 'STS, RS256 tokens over https, two cores',
    unit: '/s',
    cores: 2,
    targets: [{ of: holdfast, against: signingPool, atLeast: 0.85 }],
    programs: programsWithTls,
  }),
];

const connections = 32;

function stsRow(plan: {
  readonly name: string;
  readonly unit: '/s' | 'ms';
  readonly cores: 1 | 2;
  readonly targets: readonly Target[];
  readonly programs: Readonly<Record<string, readonly string[]>>;
}): Row {
  const { name, unit, cores, targets, programs: contestants } = plan;
  return {
    name,
    unit,
    prepare: async ({ quick }): Promise<Course> => {
      if (!isPinned) throw new Error('the STS is measured on a machine with taskset, and with two cores or more');
      const generator = startLoadGenerator(cores === 1 ? '1' : '0,1');
      const servers = new Map<string, TokenServer>();
      const close = (): void => {
        for (const { stop } of [generator, ...servers.values()]) stop();
      };
      try {
        for (const [contestant, program] of Object.entries(contestants)) {
          servers.set(contestant, await startTokenServer(program, cores === 1 ? '0' : '0,1'));
        }
        const figure = (report: LoadReport): number => (unit === '/s' ? report.perSecond : report.p99);
        const seconds = quick ? { warm: 0.25, round: 0.25 } : { warm: 5, round: 1.5 };
        const measured = await readyContestants(servers, { generator, figure, seconds });
        return { contestants: measured, targets, close, notes: notesFor(cores, servers) };
      } catch (error) {
        close();
        throw error;
      }
    },
  };
}

/** Checks what every server issues, and lets it run itself warm: V8 takes some ten thousand requests until nothing changes any more. */
async function readyContestants(
  servers: ReadonlyMap<string, TokenServer>,
  run: {
    readonly generator: LoadGenerator;
    readonly figure: (report: LoadReport) => number;
    readonly seconds: { readonly warm: number; readonly round: number };
  },
): Promise<readonly Contestant[]> {
  const contestants: Contestant[] = [];
  for (const [name, server] of servers) {
    for (const [label, order] of [[name, server.bearer] as const, [holdfastPop, server.pop] as const]) {
      if (order === undefined) continue;
      await checkToken(server, order);
      const { port, tls } = server;
      const request = writeRequest(port, order);
      const measure = async (seconds: number): Promise<number> => {
        const report = await run.generator.run({ port, tls, request, connections, seconds });
        if (report.failures > 0) throw new Error(`${label}: ${report.failures} requests failed`);
        return run.figure(report);
      };
      await measure(run.seconds.warm);
      contestants.push({ name: label, measure: () => measure(run.seconds.round) });
    }
  }
  return contestants;
}

function notesFor(cores: 1 | 2, servers: ReadonlyMap<string, TokenServer>): readonly string[] {
  const where =
    cores === 1 ? 'the server on one core, the generator on the other' : 'server and generator share two cores';
  const tls = [...servers.values()].some((server) => server.tls);
  return [
    `client_credentials with client_secret_post, ${connections} kept-alive connections with one request under way on each; ${where}`,
    tls
      ? 'https with the handshakes before the clock starts; Holdfast listens as holdfast up lets it'
      : 'plain http for everybody: the handler and the listener of the authority, without its TLS',
  ];
}
