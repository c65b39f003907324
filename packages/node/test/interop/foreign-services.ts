import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import express from 'express';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { TestCertificate } from '../certificate/make-certificate.ts';
import { listening } from '../confidential/bound-bench.ts';

/** Something that listens with the certificate of localhost and asks for client certificates. */
export interface ForeignService {
  readonly origin: string;
  close(): Promise<void>;
}

export const tenant = 'contoso.example';
export const audience = 'https://orders.example';

/** What `oidc-provider` is told. */
export interface ForeignAuthorityOptions {
  readonly server: TestCertificate;
  readonly clientId: string;
  /** Public keys with `x5t#S256` of the certificates that are registered (RFC 8705 section 2.2). */
  readonly keys: readonly object[];
  /** Whether tokens are bound to certificates, or certificates only authenticate. */
  readonly isBinding: boolean;
}

/** An authority of RFC 8705 that nobody here wrote: `oidc-provider`, under a path as Entra has it. */
export async function startForeignAuthority(options: ForeignAuthorityOptions): Promise<ForeignService> {
  const { server, clientId, keys, isBinding } = options;
  const app = express();
  const https = createHttps(server, app);
  const origin = `https://localhost:${await listening(https)}`;
  const path = `/${tenant}/v2.0`;
  const provider = new Provider(origin + path, {
    clients: [
      {
        client_id: clientId,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        tls_client_certificate_bound_access_tokens: isBinding,
        jwks: { keys } as never,
      },
    ],
    clientAuthMethods: ['self_signed_tls_client_auth'],
    scopes: ['orders'],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        selfSignedTlsClientAuth: true,
        getCertificate: (context: KoaContextWithOIDC) => pemOf(context.socket as TLSSocket),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => ({
          scope: 'orders',
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  } as unknown as Configuration);
  app.use(path, provider.callback());
  return { origin, close: closing(https) };
}

/** The part of `express-oauth2-jwt-bearer` that is used; its own types and those of our adapter for Express both claim `request.auth`. */
interface ForeignGuard {
  auth(
    options: object,
  ): (request: express.Request, response: express.Response, next: (error?: unknown) => void) => void;
}
const guardModule: string = 'express-oauth2-jwt-bearer';

/** An API that nobody here wrote: `express-oauth2-jwt-bearer`, with the certificate of the socket. */
export async function startForeignApi(server: TestCertificate, options: object): Promise<ForeignService> {
  const { auth } = (await import(guardModule)) as ForeignGuard;
  const getCertificate = (request: { readonly socket?: unknown }) => pemOf(request.socket as TLSSocket);
  const guard = auth({ ...options, getCertificate });
  const app = express();
  app.get('/orders', (request, response) => {
    guard(request, response, (error) => {
      if (error !== undefined) return response.status((error as { readonly status: number }).status).end();
      const { payload } = request.auth as unknown as {
        readonly payload: { readonly sub: string; readonly cnf: object };
      };
      return response.json({ subject: payload.sub, cnf: payload.cnf });
    });
  });
  const https = createHttps(server, app);
  return { origin: `https://localhost:${await listening(https)}`, close: closing(https) };
}

function createHttps({ certificate, privateKey }: TestCertificate, app: express.Express) {
  return createServer({ cert: certificate, key: privateKey, requestCert: true, rejectUnauthorized: false }, app);
}

function closing(server: ReturnType<typeof createServer>): () => Promise<void> {
  return async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
}

function pemOf(socket: TLSSocket): string | undefined {
  const { raw } = socket.getPeerCertificate();
  if (raw === undefined) return undefined;
  return `-----BEGIN CERTIFICATE-----\n${raw.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----`;
}
