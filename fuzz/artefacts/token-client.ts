import { type Clock, createEventSink, type SigningKey, signCompactJws } from '@holdfast/core';
import {
  type ClientCredential,
  type ClientEvent,
  createSecretCredential,
  createTokenClient,
  type TokenClient,
  type TokenStore,
} from '@holdfast/oauth';
import { secret } from '@holdfast/testing';
import { checkNoSecret, keepSecret } from '../secrets/check-no-secret.ts';
import { keys } from './keys.ts';

export const authorityOrigin = 'https://login.example';
export const tenant = '8e1f9a0e-1111-4111-8111-5f2d3c4b5a69';
export const tokenEndpoint: string = `${authorityOrigin}/${tenant}/oauth2/v2.0/token`;
export const scopes: readonly string[] = ['api://orders/.default'];
/** As long as Entra's, with characters that are written differently in a form. */
export const clientSecret = 'aBc8Q~dEfGhIjKlMnOpQrStUvWxYz0.123-45_67';
keepSecret(secret('client secret', clientSecret));

export const fixedClock: Clock = () => 1_900_000_000_000;

/** What the authority's metadata says when nobody has touched it. */
export const metadata = { issuer: `${authorityOrigin}/${tenant}/v2.0`, token_endpoint: tokenEndpoint };

/** Answers one request: to the metadata address, or to anything else. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** A client whose authority is two functions. Every event it publishes is searched for secrets. */
export function createFuzzClient(answers: {
  readonly metadata?: Answer | undefined;
  readonly token: Answer;
  readonly credential?: ClientCredential | undefined;
  readonly key?: SigningKey | undefined;
  readonly sent?: ((request: Request) => void) | undefined;
  readonly store?: TokenStore | undefined;
}): TokenClient {
  const { metadata: describe = () => Response.json(metadata), token, key = keys.holder, sent } = answers;
  return createTokenClient({
    authority: { origin: authorityOrigin, tenant },
    clientId: 'c11e47aa-3333-4333-8333-0d1c2b3a4958',
    credential: answers.credential ?? createSecretCredential(clientSecret),
    capabilities: ['cp1'],
    trustedOrigins: new Set(['https://trusted.example']),
    transport: async (request) => {
      sent?.(request);
      return request.method === 'GET' ? describe(request) : token(request);
    },
    clock: fixedClock,
    emit: createEventSink((event: ClientEvent) => checkEvent(event)),
    timeoutMs: 60_000,
    maxCacheEntries: 10,
    tokenStore: answers.store,
    proofKeys: { generate: async () => key, poolSize: 1, perTenant: false, lifetimeSeconds: 3600, maxTenants: 10 },
  });
}

// A sink must not throw, so what it found is kept for the one who asks.
let leaked: unknown;

function checkEvent(event: ClientEvent): void {
  try {
    checkNoSecret(event);
  } catch (finding) {
    leaked = finding;
  }
}

/** Throws what an event showed since the last call. */
export function expectSilentEvents(): void {
  const found = leaked;
  leaked = undefined;
  if (found !== undefined) throw found;
}

/** An access token bound to a key, as the authority would sign it. */
export function boundToken(cnf: object | undefined): Promise<string> {
  return signCompactJws({
    key: keys.issuer,
    header: { typ: 'JWT', kid: 'one' },
    payload: {
      aud: 'api://orders',
      iss: metadata.issuer,
      exp: 2_000_000_000,
      ...(cnf === undefined ? {} : { cnf: { ...cnf } }),
    },
  });
}

/** A JSON response with any text and any header, as far as HTTP can carry them. */
export function replyWith(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  const isBodiless = status === 204 || status === 205 || status === 304;
  return new Response(isBodiless ? null : body, {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}
