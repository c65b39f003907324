import { randomUUID } from 'node:crypto';

/** Fastify settings that every service shares. */
export const serverSettings: {
  readonly logger: false;
  readonly trustProxy: false;
  readonly bodyLimit: number;
  readonly requestIdHeader: false;
  readonly genReqId: () => string;
  readonly return503OnClosing: false;
  readonly routerOptions: { readonly ignoreTrailingSlash: true; readonly maxParamLength: number };
} = {
  logger: false,
  trustProxy: false,
  bodyLimit: 64 * 1024,
  requestIdHeader: false,
  genReqId: () => randomUUID(),
  return503OnClosing: false,
  routerOptions: { ignoreTrailingSlash: true, maxParamLength: 255 },
};

/** Limits of the HTTP server underneath, in milliseconds and bytes. */
export interface HttpLimits {
  /** From the first moment of a connection, or of a further request on it, to the end of its headers, in milliseconds. */
  readonly headersTimeout: number;
  /** From the same moment to the end of its body, in milliseconds. */
  readonly requestTimeout: number;
  /** How long a connection may wait for its next request, in milliseconds. */
  readonly keepAliveTimeout: number;
  /** How often the first two limits are looked at, in milliseconds: what is late is ended that much later at most. */
  readonly connectionsCheckingInterval: number;
  /** How long a TLS handshake may take, in milliseconds. */
  readonly handshakeTimeout: number;
  /**
   * How long a connection may neither take nor give a byte, whatever it is in the middle of, in milliseconds. Longer than any fault delays an
   * answer.
   */
  readonly inactivityTimeout: number;
  /** Most bytes of all header lines of a request. */
  readonly maxHeaderSize: number;
}

/** What every service of the house listens with. */
export const httpLimits: HttpLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  handshakeTimeout: 10_000,
  inactivityTimeout: 120_000,
  maxHeaderSize: 16_384,
};
