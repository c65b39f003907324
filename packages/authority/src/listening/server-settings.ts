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
export const httpLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384,
} as const;
