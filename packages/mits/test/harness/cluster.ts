import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { MitsEvent } from '@holdfast/mits';
import { type RedisServer, startRedis, until } from '@holdfast/testing';
import { type RunningAuthority, runAuthority } from '../../../authority/test/harness/running-authority.ts';
import { type KeyedIdentity, keyedIdentities } from './identities.ts';
import type { MitsSetUp } from './mits-process.ts';
import { createNodeClient, type MitsAddress, type NodeClient } from './node-client.ts';

/** A token service in a process of its own. */
export interface MitsProcess extends MitsAddress {
  readonly child: ChildProcess;
  readonly events: MitsEvent[];
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** A real authority, a real Redis, and token services between them. */
export interface Cluster {
  readonly authority: RunningAuthority;
  readonly redis: RedisServer;
  readonly identities: Readonly<Record<string, KeyedIdentity>>;
  start(changes?: Partial<Pick<MitsSetUp, 'leaseMs' | 'skewMs' | 'port' | 'storeMs'>>): Promise<MitsProcess>;
  /** A client of a node. */
  client(address: MitsAddress): NodeClient;
  /** Requests that have reached the token endpoint of the authority, whatever became of them. */
  upstreamCalls(): Promise<number>;
  /** Delays the next request to the token endpoint, and says when it is there, and when so many tokens were issued since. */
  delayUpstream(delayMs: number): Promise<{ reached(): Promise<void>; issued(tokens: number): Promise<void> }>;
  close(): Promise<void>;
}

/** Starts the authority and Redis; token services are started by tests. */
export async function startCluster(): Promise<Cluster> {
  const [authority, redis] = await Promise.all([runAuthority(), startRedis()]);
  const identities = await keyedIdentities(authority.authority);
  const { caPem, mits } = authority.authority.certificates;
  const { system, worker } = identities;
  if (system === undefined || worker === undefined) throw new Error('the directory has no identities');
  const shared = {
    redisSocket: redis.socketPath,
    encryptionKey: randomBytes(32).toString('base64'),
    sts: authority.sts,
    ca: caPem,
    secret: randomBytes(32).toString('base64url'),
    systemIdentity: system,
    identities: [worker],
    certificate: mits.certPem,
    privateKey: mits.keyPem,
  };
  const processes: MitsProcess[] = [];
  const clients: NodeClient[] = [];
  return {
    authority,
    redis,
    identities,
    async start({ leaseMs = 2000, skewMs = 0, port = 0, storeMs } = {}) {
      const started = await startProcess({ ...shared, leaseMs, skewMs, port, storeMs });
      processes.push(started);
      return started;
    },
    client(address) {
      const client = createNodeClient(address);
      clients.push(client);
      return client;
    },
    async upstreamCalls() {
      const { services } = (await (await authority.admin('/counters')).json()) as {
        services: Record<string, Record<string, number>>;
      };
      const posts = Object.entries(services['sts'] ?? {}).filter(([route]) => route.startsWith('POST '));
      return posts.reduce((sum, [, count]) => sum + count, 0);
    },
    async delayUpstream(delayMs) {
      const before = authority.events.length;
      const happened = async (wanted: string, times: number): Promise<void> => {
        await until(() => authority.events.slice(before).filter(({ name }) => name === wanted).length >= times);
      };
      const body = JSON.stringify({ service: 'sts', match: { path: '/token' }, delayMs, times: 1 });
      const headers = { 'content-type': 'application/json' };
      const added = await authority.admin('/faults', { method: 'POST', headers, body });
      if (!added.ok) throw new Error(`${added.status} ${await added.text()}`);
      return { reached: () => happened('fault.applied', 1), issued: (tokens) => happened('token.issued', tokens) };
    },
    async close() {
      for (const client of clients) client.close();
      await Promise.all(processes.map((running) => running.kill()));
      await Promise.all([authority.close(), redis.close()]);
    },
  };
}

async function startProcess(setUp: MitsSetUp): Promise<MitsProcess> {
  const script = fileURLToPath(new URL('./mits-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=source', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write(`${JSON.stringify(setUp)}\n`);
  const reader = createInterface({ input: child.stdout });
  const [line] = (await once(reader, 'line')) as [string];
  const { port } = JSON.parse(line) as { port: number };
  const events: MitsEvent[] = [];
  reader.on('line', (event) => events.push(JSON.parse(event) as MitsEvent));
  const { certificate, secret } = setUp;
  return {
    child,
    events,
    port,
    certificate,
    secret,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
