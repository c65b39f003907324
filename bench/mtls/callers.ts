import { fork } from 'node:child_process';
import { once } from 'node:events';
import { get, Agent as HttpsAgent } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createMtlsPool, parsePemCertificate } from '@holdfast/node/mtls';
import { Agent, Pool, fetch as undiciFetch } from 'undici';
import { makePemPair } from './certificates.ts';

/** Somebody who calls the server with a client certificate, and reads the body. */
export interface Caller {
  readonly name: string;
  readonly call: (path: string) => Promise<unknown>;
}

/** Callers of one server, with the same certificate each. */
export interface Callers {
  readonly rawDoor: Caller;
  readonly transport: Caller;
  readonly bareUndici: Caller;
  readonly undiciFetch: Caller;
  readonly nodeHttps: Caller;
  close(): Promise<void>;
}

/** Starts the server, and whoever calls it. */
export async function startCallers(): Promise<Callers> {
  const [server, client] = await Promise.all([makePemPair('localhost'), makePemPair('client')]);
  const child = fork(join(import.meta.dirname, 'serve-mtls.ts'), { execArgv: ['--conditions=source'] });
  child.send(server);
  const [port] = (await once(child, 'message')) as [number];
  const origin = `https://localhost:${port}`;
  const certificate = parsePemCertificate(client);
  const own = createMtlsPool({ ca: server.certificate });
  const transport = own.transport(certificate);
  const tls = { ca: server.certificate, cert: client.certificate, key: client.privateKey };
  const pool = new Pool(origin, { connect: tls, allowH2: false });
  const agent = new Agent({ connect: tls, allowH2: false });
  const httpsAgent = new HttpsAgent({ ...tls, keepAlive: true });
  return {
    rawDoor: {
      name: 'Holdfast, raw door',
      call: async (path) => (await own.request(certificate, { origin, path, method: 'GET' })).body.json(),
    },
    transport: {
      name: 'Holdfast, fetch-shaped',
      call: async (path) => (await transport(new Request(origin + path))).json(),
    },
    bareUndici: {
      name: 'undici Pool.request',
      call: async (path) => (await pool.request({ path, method: 'GET' })).body.json(),
    },
    undiciFetch: {
      name: 'undici fetch',
      call: async (path) => (await undiciFetch(origin + path, { dispatcher: agent })).json(),
    },
    nodeHttps: {
      name: 'node:https with an Agent',
      call: (path) =>
        new Promise((resolve, reject) => {
          const request = get(origin + path, { agent: httpsAgent }, (response) => {
            text(response).then((body) => resolve(JSON.parse(body)), reject);
          });
          request.on('error', reject);
        }),
    },
    async close() {
      httpsAgent.destroy();
      child.disconnect();
      await Promise.all([own.close(), pool.destroy(), agent.destroy()]);
    },
  };
}
