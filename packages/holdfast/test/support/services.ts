import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createBoundFetch, createTlsTransport } from '@holdfast/node';
import { openRawConnection, type RawConnection, readMemory } from '@holdfast/testing';
import { openScene, type Scene, scopes } from './scene.ts';

/** One of the services of `holdfast up`, as an attacker sees it. */
export interface Service {
  readonly name: 'sts' | 'mtls-sts' | 'imds' | 'mits' | 'admin' | 'api' | 'mtls-api';
  readonly port: number;
  readonly ca: string | undefined;
  /** The header lines that an honest request has. */
  readonly headers: string;
  /** A path that answers a GET. */
  readonly path: string;
  /** A path that takes a body, with its content type; or one that takes none, and ends the connection of whoever sends it one. */
  readonly post: { readonly path: string; readonly type: string; readonly isTaken?: boolean };
  open(): Promise<RawConnection>;
}

/** A running `holdfast up` under attack. */
export interface BesiegedHouse {
  readonly scene: Scene;
  readonly services: readonly Service[];
  /** A token, an order and a look at the counters, each on a fresh connection. */
  assertHonestIsServed(): Promise<void>;
  /** Resident memory of the process, MiB; undefined where it cannot be read. */
  memory(): number | undefined;
  close(): Promise<void>;
}

export async function openBesiegedHouse(): Promise<BesiegedHouse> {
  const scene = await openScene();
  const { sts, mtlsSts, imds, mits, mitsEnv, admin, adminKey, api, mtlsApi, trustFile } = scene.holdfast.ready;
  const trusted = readFileSync(trustFile, 'utf8');
  const service = (facts: Omit<Service, 'port' | 'ca' | 'open'>, origin: string): Service => {
    const { port, protocol, host } = new URL(origin);
    const ca = protocol === 'https:' ? trusted : undefined;
    const address = { port: Number(port), ca };
    const headers = `host: ${host}\r\n${facts.headers}`;
    return { ...facts, ...address, headers, open: () => openRawConnection(address) };
  };
  const { tenantId } = scene.holdfast.application('daemon');
  const form = 'application/x-www-form-urlencoded';
  const json = 'application/json';
  const ofSts = {
    headers: '',
    path: `/${tenantId}/discovery/v2.0/keys`,
    post: { path: `/${tenantId}/oauth2/v2.0/token`, type: form },
  };
  const tokenPath = '/metadata/identity/oauth2/token';
  const ofApi = { headers: '', path: '/orders', post: { path: '/orders', type: json } };
  return {
    scene,
    services: [
      service({ name: 'sts', ...ofSts }, sts),
      service({ name: 'mtls-sts', ...ofSts }, mtlsSts),
      service(
        {
          name: 'imds',
          headers: 'metadata: true\r\n',
          path: '/metadata/instance/compute?api-version=2021-02-01',
          post: { path: tokenPath, type: form, isTaken: false },
        },
        imds,
      ),
      service(
        {
          name: 'mits',
          headers: `secret: ${mitsEnv.IDENTITY_HEADER}\r\n`,
          path: `${tokenPath}?api-version=2020-05-01&resource=api://orders`,
          post: { path: tokenPath, type: form, isTaken: false },
        },
        mits,
      ),
      service(
        {
          name: 'admin',
          headers: `authorization: Bearer ${adminKey}\r\n`,
          path: '/counters',
          post: { path: '/faults', type: json },
        },
        admin,
      ),
      service({ name: 'api', ...ofApi }, api),
      service({ name: 'mtls-api', ...ofApi }, mtlsApi),
    ],
    async assertHonestIsServed() {
      const transport = createTlsTransport({ ca: scene.caPem });
      try {
        const client = scene.client('daemon', { transport });
        const boundFetch = createBoundFetch({ client, scopes, origins: [api], transport });
        assert.equal((await boundFetch(`${api}/orders`)).status, 200);
        const headers = { connection: 'close' };
        assert.equal((await scene.admin.request('/counters', { headers })).status, 200);
      } finally {
        await transport.close();
      }
    },
    memory: () => readMemory(scene.holdfast.child.pid ?? 0),
    close: () => scene.close(),
  };
}
