/*
 * One token service of a cluster, in a process that may be killed or stopped at any moment. Its set-up comes as one line of JSON on standard
 * input; it says `ready` with its port, and then every event, each in a line of its own.
 */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { createMits, createRedisClusterTokenStore, createRelyingParty } from '@holdfast/mits';
import { createConfidentialClient } from '@holdfast/node';
import { createClient } from 'redis';
import type { KeyedIdentity } from './identities.ts';

/** The set-up of one process. */
export interface MitsSetUp {
  readonly redisSocket: string;
  readonly encryptionKey: string;
  readonly sts: string;
  readonly ca: string;
  readonly secret: string;
  readonly systemIdentity: KeyedIdentity;
  readonly identities: readonly KeyedIdentity[];
  readonly certificate: string;
  readonly privateKey: string;
  readonly leaseMs: number;
  /** Milliseconds that the clock of this node is ahead. */
  readonly skewMs: number;
  /** 0 takes a free one. */
  readonly port: number;
  /** How long it waits for Redis. @default that of the store */
  readonly storeMs?: number | undefined;
}

const [line] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const setUp = JSON.parse(line) as MitsSetUp;
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
const clock = (): number => Date.now() + setUp.skewMs;

const redis = createClient({ socket: { path: setUp.redisSocket, tls: false } });
redis.on('error', () => undefined);
await redis.connect();

const keyed = new Map([setUp.systemIdentity, ...setUp.identities].map((identity) => [identity.clientId, identity]));
const bare = ({ name, clientId, objectId, resourceId }: KeyedIdentity) => ({ name, clientId, objectId, resourceId });

const relyingParty = createRelyingParty({
  clock,
  openClient: ({ identity, capabilities }) => {
    const own = keyed.get(identity.clientId);
    if (own === undefined) throw new Error('no such identity');
    return createConfidentialClient({
      authority: `${setUp.sts}/${own.tenantId}`,
      clientId: identity.clientId,
      clientCertificate: { certificate: own.certificate, privateKey: own.privateKey },
      clientCapabilities: capabilities,
      ca: setUp.ca,
      clock,
    });
  },
});
const mits = createMits({
  relyingParty,
  callers: [
    {
      name: 'orders',
      secret: setUp.secret,
      systemIdentity: bare(setUp.systemIdentity),
      identities: setUp.identities.map(bare),
    },
  ],
  store: createRedisClusterTokenStore({
    redis,
    prefix: 'cluster:',
    encryptionKey: Buffer.from(setUp.encryptionKey, 'base64'),
    timeoutMs: setUp.storeMs,
  }),
  leaseMs: setUp.leaseMs,
  clock,
  events: say,
});
const server = createServer({ cert: setUp.certificate, key: setUp.privateKey }, mits.handler);
server.listen(setUp.port, '127.0.0.1');
await once(server, 'listening');
say({ name: 'ready', port: (server.address() as AddressInfo).port });
