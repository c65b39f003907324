import type { Transport } from '@holdfast/core';
import type { Dispatcher } from 'undici';
import type { CertificateSource } from '../certificate/certificate-source.ts';
import { checkGivenCertificate } from '../certificate/check-given.ts';
import { checkCertificateTime, checkCertificateUse } from '../certificate/check-use.ts';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import { MtlsFailed } from '../errors/mtls-failed.ts';
import { createIdentities } from './certificate-identity.ts';
import { collectAnswer, type MtlsAnswer } from './collect-answer.ts';
import { createFetchShape, type FindDispatcher } from './fetch-shape.ts';
import { openConnections } from './open-connections.ts';
import { createOpenPools } from './open-pools.ts';
import { type MtlsPoolOptions, parsePoolOptions } from './pool-options.ts';

/** A request as undici takes it: nothing is parsed, copied or added on the way. */
export interface MtlsRequest {
  /** `https://host` or `https://host:port`, with no path. */
  readonly origin: string;
  /** Path and query, beginning with `/`. */
  readonly path: string;
  /** In capitals, as HTTP has it. */
  readonly method: Dispatcher.HttpMethod;
  /** By name, in any letter case; none are added but `host`, `connection` and `content-length`. @default none */
  readonly headers?: Record<string, string | string[]> | undefined;
  /** Sent whole, with its length. @default none */
  readonly body?: string | Uint8Array | undefined;
  /** Ends the request at any moment, also in the middle of the response's body. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** A response as undici gives it; its body must be read or dumped, or the connection stays occupied. */
export type MtlsResponse = Dispatcher.ResponseData;

/** Connections that present a client certificate, kept open for the next request: one pool for each origin and certificate. */
export interface MtlsPool {
  /**
   * Sends one request on a connection that presents the certificate. Follows no redirect and repeats nothing.
   *
   * @throws TypeError for a request that cannot be sent
   * @throws {@link CertificateInvalid} when the certificate must not be used now
   * @throws {@link MtlsFailed} when there is no response; in the middle of one, reading its body does
   */
  request(certificate: ClientCertificate, request: MtlsRequest): Promise<MtlsResponse>;
  /**
   * The same, and reads the whole response: quicker than {@link MtlsPool.request}, whose body is a stream. An answer whose body is longer than
   * `maxBytes`, or breaks off, comes without it.
   *
   * @throws as `request`, but once a status has come only the abort's reason
   */
  ask(certificate: ClientCertificate, request: MtlsRequest, maxBytes: number): Promise<MtlsAnswer>;
  /**
   * A transport that presents a certificate. With a source, each request asks for the certificate of the moment; when it is another than
   * before, the connections of the old one are drained. The body of a request is sent whole, with its length; that of a response is passed
   * on as it comes, without content decoding.
   */
  transport(certificate: ClientCertificate | CertificateSource): Transport;
  /** Drains the connections of a certificate: resolves when the requests under way are done. */
  retire(certificate: ClientCertificate): Promise<void>;
  /** Pairs of origin and certificate with open connections; those that are being drained no longer count. */
  readonly size: number;
  /** Drains everything; later requests are refused. */
  close(): Promise<void>;
}

/**
 * Makes a bounded set of connection pools, one for each origin and client certificate.
 *
 * TLS 1.2 or later; the server's certificate and name are always checked; TLS sessions are resumed, never under another certificate; proxies
 * of the environment are not used; idle connections do not keep the process alive. The certificate's own time is checked at every request,
 * so an open connection does not outlive it.
 *
 * Not checked: revocation, and whether the server asks for the certificate at all.
 *
 * @throws TypeError for a wrong or unknown option
 * @see RFC 8705 section 2; RFC 8446
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createMtlsPool, parsePemCertificate } from '@holdfast/node/mtls';
 *
 * const certificate = parsePemCertificate({ certificate: readFileSync('client.pem', 'utf8') });
 * const pool = createMtlsPool({ ca: readFileSync('.holdfast/ca.pem', 'utf8') });
 *
 * const { statusCode, body } = await pool.request(certificate, {
 *   origin: 'https://localhost:8491',
 *   path: '/orders',
 *   method: 'GET',
 * });
 * console.log(statusCode, await body.json());
 *
 * const response = await pool.transport(certificate)(new Request('https://localhost:8491/orders'));
 * console.log(response.status);
 * await pool.close();
 * ```
 */
export function createMtlsPool(options: MtlsPoolOptions = {}): MtlsPool {
  const { ca, maxPools, clock, emit, ...limits } = parsePoolOptions(options);
  const identify = createIdentities(ca);
  const pools = createOpenPools({ maxPools, emit });
  let find: FindDispatcher | undefined;
  let isClosed = false;

  const ready = async (): Promise<FindDispatcher> => {
    if (find !== undefined) return find;
    // Loaded with the first request: 40 ms that a program which never sends one need not spend.
    const library = await import('undici');
    find = (certificate, origin) => {
      if (isClosed) throw new MtlsFailed('ERR_MTLS_CLOSED', { sent: 'no' });
      checkCertificateTime(certificate, clock);
      const identity = identify(certificate);
      const known = pools.find(identity, origin);
      if (known !== undefined) return known;
      checkOrigin(origin);
      checkGivenCertificate(certificate);
      checkCertificateUse(certificate, { clock });
      const connections = openConnections(library, { origin, context: identity.openContext(), ...limits });
      pools.add({ identity, origin, x5tS256: certificate.x5tS256, ...connections });
      return connections.dispatcher;
    };
    return find;
  };
  const retire = (certificate: ClientCertificate): Promise<void> => pools.retire(identify(certificate));

  return Object.freeze({
    async request(certificate: ClientCertificate, request: MtlsRequest) {
      const findDispatcher = find ?? (await ready());
      request.signal?.throwIfAborted();
      return findDispatcher(certificate, request.origin).request(request as Dispatcher.RequestOptions);
    },
    async ask(certificate: ClientCertificate, request: MtlsRequest, maxBytes: number) {
      const findDispatcher = find ?? (await ready());
      const { signal } = request;
      signal?.throwIfAborted();
      const dispatcher = findDispatcher(certificate, request.origin);
      return new Promise<MtlsAnswer>((resolve, reject) => {
        const handler = collectAnswer({ resolve, reject, signal, maxBytes });
        dispatcher.dispatch(request as Dispatcher.DispatchOptions, handler);
      });
    },
    transport: (certificate: ClientCertificate | CertificateSource) => createFetchShape({ certificate, ready, retire }),
    retire,
    get size() {
      return pools.size;
    },
    close() {
      isClosed = true;
      return pools.close();
    },
  });
}

function checkOrigin(origin: unknown): void {
  const isOrigin = typeof origin === 'string' && URL.canParse(origin) && new URL(origin).origin === origin;
  if (!isOrigin || !origin.startsWith('https://')) throw new MtlsFailed('ERR_MTLS_ORIGIN', { sent: 'no' });
}
