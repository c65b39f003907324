import type { Transport } from '@holdfast/core';
import { parseCertificates } from '../certificate/ca-certificates.ts';

/** Options of {@link createTlsTransport}. */
export interface TlsTransportOptions {
  /** PEM text of the certificate authorities to trust; no other is trusted then. */
  readonly ca: string;
}

/** A transport with connections of its own. */
export interface TlsTransport extends Transport {
  /** Closes its connections when the requests under way are done. */
  close(): Promise<void>;
}

/**
 * Makes a transport that trusts a private CA and nothing else, over TLS 1.2 or later.
 *
 * @throws TypeError when `ca` holds no certificate
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createTlsTransport } from '@holdfast/node';
 *
 * const transport = createTlsTransport({ ca: readFileSync('.holdfast/ca.pem', 'utf8') });
 * const response = await transport(new Request('https://localhost:8443/common/discovery/instance'));
 * console.log(response.status);
 * await transport.close();
 * ```
 */
export function createTlsTransport(options: TlsTransportOptions): TlsTransport {
  const ca = parseCertificates(options.ca, 'ca').map((certificate) => certificate.toString());
  let opened: ReturnType<typeof openAgent> | undefined;
  const send = async (request: Request): Promise<Response> => {
    opened ??= openAgent(ca);
    const { agent, undiciFetch } = await opened;
    const response = await undiciFetch(request.url, {
      dispatcher: agent,
      method: request.method,
      headers: [...request.headers],
      body: request.body === null ? null : await request.arrayBuffer(),
      redirect: 'manual',
      signal: request.signal,
    });
    // Rewrapped: undici's own classes are not the runtime's, and `instanceof` would tell.
    const { status, statusText } = response;
    return new Response(response.body as ReadableStream | null, { status, statusText, headers: [...response.headers] });
  };
  return Object.assign(send, {
    close: async () => {
      if (opened !== undefined) await (await opened).agent.close();
    },
  });
}

// Loaded with the first request: most programs trust public CAs and never need it.
async function openAgent(ca: string[]) {
  const { Agent, fetch: undiciFetch } = await import('undici');
  // Said here, because NODE_TLS_REJECT_UNAUTHORIZED=0 changes what Node would choose by itself.
  const connect = { ca, minVersion: 'TLSv1.2', rejectUnauthorized: true } as const;
  return { agent: new Agent({ connect }), undiciFetch };
}
