import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  type ClusterTokenStore,
  createMits,
  createRelyingParty,
  type Mits,
  type MitsEvent,
  type MitsOptions,
  type RelyingParty,
} from '@holdfast/mits';
import { createConfidentialClient } from '@holdfast/node';
import { type RunningAuthority, runAuthority } from '../../../authority/test/harness/running-authority.ts';
import { type KeyedIdentity, keyedIdentities } from './identities.ts';
import { createNodeClient, type MitsAddress, type NodeClient } from './node-client.ts';

/** A token service of this process, on real TLS, in front of a real authority. */
export interface OwnService {
  readonly authority: RunningAuthority;
  readonly mits: Mits;
  readonly events: MitsEvent[];
  readonly address: MitsAddress;
  /** Knows the secret of a caller with both identities. */
  readonly node: NodeClient;
  /** The secret of a caller who has `worker` only. */
  readonly otherSecret: string;
  readonly identities: Readonly<Record<'system' | 'worker', KeyedIdentity>>;
  /** How many tokens the authority has issued. */
  issued(): number;
  fault(rule: object): Promise<void>;
  close(): Promise<void>;
}

/** Starts both. */
export async function startOwnService(
  options: Partial<Omit<MitsOptions, 'callers' | 'relyingParty'>> & {
    readonly wrap?: (relyingParty: RelyingParty) => RelyingParty;
    readonly store?: ClusterTokenStore;
  } = {},
): Promise<OwnService> {
  const { wrap = (relyingParty) => relyingParty, ...own } = options;
  // One for the service and its relying party, which remembers for how long the authority wants to be left alone.
  const clock = own.clock === undefined ? {} : { clock: own.clock };
  const authority = await runAuthority();
  const identities = (await keyedIdentities(authority.authority)) as OwnService['identities'];
  const keyed = new Map(Object.values(identities).map((identity) => [identity.clientId, identity]));
  const { caPem, mits: certificate } = authority.authority.certificates;
  const relyingParty = createRelyingParty({
    openClient: ({ identity, capabilities }) => {
      const { tenantId, certificate: pem, privateKey } = keyed.get(identity.clientId)!;
      return createConfidentialClient({
        authority: `${authority.sts}/${tenantId}`,
        clientId: identity.clientId,
        clientCertificate: { certificate: pem, privateKey },
        clientCapabilities: capabilities,
        ca: caPem,
        timeoutMs: 5000,
        ...clock,
      });
    },
  });
  const events: MitsEvent[] = [];
  const [secret, otherSecret] = [0, 1].map(() => randomBytes(32).toString('base64url')) as [string, string];
  const { system, worker } = identities;
  const mits = createMits({
    relyingParty: wrap(relyingParty),
    callers: [
      { name: 'orders', secret, systemIdentity: system, identities: [worker] },
      { name: 'reports', secret: otherSecret, identities: [worker] },
    ],
    events: (event) => events.push(event),
    ...own,
  });
  const server = createServer({ cert: certificate.certPem, key: certificate.keyPem }, mits.handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = { port: (server.address() as AddressInfo).port, certificate: certificate.certPem, secret };
  const node = createNodeClient(address);
  return {
    authority,
    mits,
    events,
    address,
    node,
    otherSecret,
    identities,
    issued: () => authority.events.filter(({ name }) => name === 'token.issued').length,
    async fault(rule) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ service: 'sts', match: { path: '/token' }, times: 1, ...rule });
      const added = await authority.admin('/faults', { method: 'POST', headers, body });
      if (!added.ok) throw new Error(`${added.status} ${await added.text()}`);
    },
    async close() {
      node.close();
      server.closeAllConnections();
      server.close();
      await mits.close();
      await relyingParty.close();
      await authority.close();
    },
  };
}
