import { createHash } from 'node:crypto';
import { Agent, request } from 'node:https';

/** Where a token service listens, and what opens it. */
export interface MitsAddress {
  readonly port: number;
  /** PEM of its own certificate: clients trust that and no other. */
  readonly certificate: string;
  readonly secret: string;
}

/** What came back. */
export interface MitsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a test changes of a request that is in order. */
export interface AskOptions {
  readonly query?: string;
  readonly hash?: string | undefined;
  readonly resource?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** A program on a node, with connections of its own, which speaks the documented wire. */
export interface NodeClient {
  ask(options?: AskOptions): Promise<MitsReply>;
  close(): void;
}

/** Makes the client of one node. */
export function createNodeClient({ port, certificate, secret }: MitsAddress): NodeClient {
  const agent = new Agent({ ca: certificate, keepAlive: true, maxSockets: 4 });
  return {
    ask: ({ query, hash, resource = 'api://orders', path, method = 'GET', headers = { secret } } = {}) => {
      const usual = new URLSearchParams({ 'api-version': '2020-05-01', resource, xms_cc: 'cp1' });
      if (hash !== undefined) usual.set('token_sha256_to_refresh', hash);
      const target = `${path ?? '/metadata/identity/oauth2/token'}?${query ?? usual.toString()}`;
      return new Promise((resolve, reject) => {
        const options = { agent, host: '127.0.0.1', servername: 'localhost', port, path: target, method };
        const outgoing = request({ ...options, headers: headers as Record<string, string> }, (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
          });
        });
        outgoing.on('error', reject);
        outgoing.end();
      });
    },
    close: () => agent.destroy(),
  };
}

/** The token of a reply, or a failure that says what came. */
export function tokenOf({ status, body }: MitsReply): string {
  const token = body['access_token'];
  if (status !== 200 || typeof token !== 'string') throw new Error(`${status} ${JSON.stringify(body)}`);
  return token;
}

/** SHA-256 in lower-case hex, as clients send it. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
