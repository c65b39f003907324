import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { BoundBench } from '../confidential/bound-bench.ts';
import { fingerprintOf, type MutualServer } from '../mtls/tls-server.ts';

/** A request that the API let in, or why it did not. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly label: string;
  readonly token: string;
  readonly headers: IncomingMessage['headers'];
  readonly certificate: string;
  readonly body: string;
  readonly verdict: 'ok' | 'no token' | 'invalid' | 'unbound' | 'another certificate';
}

/** An API that judges as RFC 8705 section 3 says, with `jose` and the certificate of the socket, and with nothing of ours. */
export interface OrdersApi extends MutualServer {
  readonly seen: Seen[];
  /** Answers what was let in; JSON of what was seen, unless a test says otherwise. */
  answer: (seen: Seen, response: ServerResponse) => void;
}

export async function startOrdersApi(bench: BoundBench): Promise<OrdersApi> {
  const { running } = bench;
  const response = await running.fetch(`${running.sts}/${running.tenantId}/discovery/v2.0/keys`);
  const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
  const judge = async (token: string, certificate: string): Promise<Seen['verdict']> => {
    if (token === '') return 'no token';
    const audience = running.application('orders-api').clientId;
    const verified = await jwtVerify(token, keys, { audience }).catch(() => undefined);
    if (verified === undefined) return 'invalid';
    const { 'x5t#S256': named } = (verified.payload['cnf'] ?? {}) as { readonly 'x5t#S256'?: string };
    if (named === undefined) return 'unbound';
    return named === certificate ? 'ok' : 'another certificate';
  };
  const server = await bench.serve(async (request, reply) => {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    const { method = '', url = '', headers } = request;
    const [label = '', token = ''] = (headers.authorization ?? '').split(' ');
    const certificate = fingerprintOf(request);
    const verdict = await judge(token, certificate);
    const seen: Seen = { method, url, label, token, headers, certificate, body, verdict };
    api.seen.push(seen);
    api.answer(seen, reply);
  });
  const api: OrdersApi = {
    ...server,
    seen: [],
    answer: ({ method, url, certificate, body, verdict }, reply) => {
      reply.writeHead(verdict === 'ok' ? 200 : 401, { 'content-type': 'application/json' });
      reply.end(JSON.stringify({ method, url, certificate, body, verdict }));
    },
  };
  return api;
}
