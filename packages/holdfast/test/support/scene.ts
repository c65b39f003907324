import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transport } from '@holdfast/core';
import {
  type ConfidentialClient,
  type ConfidentialClientOptions,
  createConfidentialClient,
  createTlsTransport,
} from '@holdfast/node';
import { type Admin, createAdmin } from './admin.ts';
import { type HoldfastProcess, startHoldfast, temporaryFolder } from './holdfast-process.ts';

export const scopes: readonly string[] = ['api://orders/.default'];

/** A running `holdfast up` with everything a test needs to talk to it over real sockets. */
export interface Scene {
  readonly holdfast: HoldfastProcess;
  readonly admin: Admin;
  /** Trusts the development CA and nothing else. */
  readonly transport: Transport;
  readonly caPem: string;
  readonly folder: string;
  /** A client of an application, with its secret unless the options name another credential. */
  client(application: string, options?: Partial<ConfidentialClientOptions>): ConfidentialClient;
  /** Sends a token request by hand: `daemon` for api://orders, with changes. */
  tokenReply(form?: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** Options of {@link openScene}. */
export interface SceneOptions {
  /** YAML to lay over the built-in directory. */
  readonly config?: string;
  readonly parameters?: readonly string[];
}

export async function openScene({ config, parameters = [] }: SceneOptions = {}): Promise<Scene> {
  const folder = await temporaryFolder();
  const configFile = join(folder.path, 'holdfast.yaml');
  if (config !== undefined) await writeFile(configFile, config);
  const configured = config === undefined ? [] : ['--config', configFile];
  const all = ['--data', join(folder.path, 'data'), ...configured, ...parameters];
  const holdfast = await startHoldfast(all, { keysFromStock: true });
  const { sts, caFile } = holdfast.ready;
  const caPem = await readFile(caFile, 'utf8');
  const transport = createTlsTransport({ ca: caPem });
  const clients: ConfidentialClient[] = [];
  return {
    holdfast,
    admin: createAdmin(holdfast.ready),
    transport,
    caPem,
    folder: folder.path,
    client(name, options = {}) {
      const { tenantId, clientId, secret } = holdfast.application(name);
      const hasCredential = options.clientCertificate !== undefined || options.clientAssertion !== undefined;
      const client = createConfidentialClient({
        authority: `${sts}/${tenantId}`,
        clientId,
        ...(hasCredential ? {} : { clientSecret: secret }),
        ...(options.ca === undefined ? { transport } : {}),
        ...options,
      });
      clients.push(client);
      return client;
    },
    async tokenReply(form = {}) {
      const { tenantId, clientId, secret = '' } = holdfast.application('daemon');
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: secret,
        scope: scopes.join(' '),
        ...form,
      });
      const response = await transport(new Request(`${sts}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body }));
      return (await response.json()) as Readonly<Record<string, unknown>>;
    },
    async close() {
      for (const client of clients) client.close();
      await transport.close();
      await holdfast.stop();
      await folder.remove();
    },
  };
}
