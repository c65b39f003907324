import type { Transport } from '@holdfast/core';
import type { Agent, Dispatcher } from 'undici';
import { ManagedIdentityRefused } from '../errors/managed-identity-errors.ts';
import { MtlsFailed } from '../errors/mtls-failed.ts';
import { collectResponse } from '../mtls/collect-response.ts';
import type { CertificatePin } from './certificate-pin.ts';
import { pinConnector } from './pin-connector.ts';

/** A transport with connections of its own. */
export interface DirectTransport extends Transport {
  /** Closes its connections when the requests under way are done. */
  close(): Promise<void>;
}

/** What {@link openDirectTransport} needs. */
export interface DirectTransportOptions {
  /** The certificate that the server must have. @default any that Node trusts */
  readonly pin?: CertificatePin | undefined;
  readonly connectTimeoutMs: number;
}

/**
 * Makes a transport to endpoints on this machine: it goes there directly, whatever proxies the environment names, and follows no redirect.
 *
 * A proxy would see tokens and secrets, and its own machine's identity endpoint would answer. Not `fetch` underneath: it obeys
 * `NODE_USE_ENV_PROXY`, and adds headers of browsers that such endpoints refuse.
 */
export function openDirectTransport(options: DirectTransportOptions): DirectTransport {
  let opened: Promise<Agent> | undefined;
  const send = async (request: Request): Promise<Response> => {
    opened ??= openAgent(options);
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    return dispatch(await opened, request, body);
  };
  return Object.assign(send, {
    close: async () => {
      if (opened !== undefined) await (await opened).close();
    },
  });
}

// Loaded with the first request, like every use of undici in this package.
async function openAgent({ pin, connectTimeoutMs }: DirectTransportOptions): Promise<Agent> {
  const { Agent, buildConnector } = await import('undici');
  // Said here, because NODE_TLS_REJECT_UNAUTHORIZED=0 and `node --tls-min-v1.0` change what Node would choose by itself.
  const tls = { minVersion: 'TLSv1.2', allowH2: false, timeout: connectTimeoutMs } as const;
  if (pin === undefined) return new Agent({ connect: { ...tls, rejectUnauthorized: true } });
  // A resumed handshake shows no certificate, so none is; whom the certificate convinces is the pin's to say, not Node's.
  const connect = buildConnector({ ...tls, rejectUnauthorized: false, maxCachedSessions: 0 });
  return new Agent({ connect: pinConnector(connect, pin) });
}

function dispatch(agent: Agent, { url, method, headers, signal }: Request, body: Buffer | null): Promise<Response> {
  const { origin, pathname, search } = new URL(url);
  const wanted = { origin, path: pathname + search, method: method as Dispatcher.HttpMethod };
  return new Promise((resolve, rejectRaw) => {
    const reject = (error: unknown): void => rejectRaw(error instanceof MtlsFailed ? notHttp() : error);
    const handler = collectResponse({ resolve, reject, signal });
    agent.dispatch(
      { ...wanted, headers: [...headers].flat(), body },
      {
        ...handler,
        onRequestStart(course, context) {
          // The caller left while the connection was opening: nothing is sent.
          if (signal.aborted) return course.abort(signal.reason);
          handler.onRequestStart?.(course, context);
        },
      },
    );
  });
}

// A status or a header that HTTP/1.1 can carry and Response cannot.
function notHttp(): ManagedIdentityRefused {
  return new ManagedIdentityRefused('ERR_MANAGED_IDENTITY_FOREIGN', { status: undefined, errorCodes: [] });
}
