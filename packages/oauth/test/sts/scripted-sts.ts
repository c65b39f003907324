import {
  type Clock,
  epochSeconds,
  generateSigningKey,
  type JsonObject,
  parseReqCnf,
  randomId,
  type SigningKey,
  signCompactJws,
} from '@holdfast/core';
import { createFakeTransport, type FakeReply, type FakeTransport, type RecordedRequest } from '@holdfast/testing';

import { presentedHeader } from './scripted-credentials.ts';

export const origin = 'https://login.example';
export const tenant = '11111111-2222-3333-4444-555555555555';
export const otherTenant = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
export const clientId = '99999999-8888-7777-6666-555555555555';

/** What a test may change about the next replies. */
export interface StsBehaviour {
  /** Members put over an honest token response; `undefined` takes one away. */
  readonly members?: JsonObject;
  /** Claims put over those of an honest token; `undefined` takes one away. */
  readonly claims?: JsonObject;
  /** Instead of a token. */
  readonly reply?: FakeReply | ((request: RecordedRequest) => FakeReply | Promise<FakeReply>);
  /** Holds the token response back. */
  readonly after?: Promise<unknown>;
}

export interface ScriptedSts {
  readonly transport: FakeTransport;
  behaviour: StsBehaviour;
  tokenRequests(): readonly RecordedRequest[];
  metadataRequests(): readonly RecordedRequest[];
}

let keyOnce: Promise<SigningKey> | undefined;
/** One issuer key for a whole test file. Clients do not look at what it signs with, and thousands of RSA signatures take seconds. */
export function issuerKey(): Promise<SigningKey> {
  keyOnce ??= generateSigningKey({ alg: 'ES256' });
  return keyOnce;
}

/** An authority on a fake transport that binds tokens as asked, and really signs them. */
export function createScriptedSts(clock: Clock): ScriptedSts {
  const answer = async (request: RecordedRequest): Promise<FakeReply> => {
    const [, segment] = request.url.pathname.split('/');
    if (request.url.pathname.endsWith('/.well-known/openid-configuration')) {
      return {
        json: {
          issuer: `${origin}/${segment}/v2.0`,
          token_endpoint: `${origin}/${segment}/oauth2/v2.0/token`,
          tls_client_certificate_bound_access_tokens: true,
        },
      };
    }
    const { reply, after } = sts.behaviour;
    if (reply !== undefined) return typeof reply === 'function' ? reply(request) : reply;
    return { json: await tokenResponse(request, sts.behaviour, clock), after };
  };
  const transport = createFakeTransport({ '*': answer });
  const sts: ScriptedSts = {
    transport,
    behaviour: {},
    tokenRequests: () => transport.requests.filter((request) => request.method === 'POST'),
    metadataRequests: () => transport.requests.filter((request) => request.method === 'GET'),
  };
  return sts;
}

async function tokenResponse(request: RecordedRequest, behaviour: StsBehaviour, clock: Clock): Promise<JsonObject> {
  const { form } = request;
  const isPop = form.get('token_type') === 'pop';
  const presented = request.headers.get(presentedHeader);
  const now = epochSeconds(clock);
  const lifetime = Number(behaviour.members?.['expires_in'] ?? 3600);
  const payload = {
    iss: `${origin}/${tenant}/v2.0`,
    aud: 'api://orders',
    iat: now,
    exp: now + lifetime,
    uti: randomId(),
    ...(isPop ? { cnf: await confirmationFrom(form.get('req_cnf') ?? '') } : {}),
    ...(presented === null ? {} : { cnf: { 'x5t#S256': presented } }),
    ...behaviour.claims,
  };
  const accessToken = await signCompactJws({ header: { typ: 'JWT', kid: 'issuer' }, payload, key: await issuerKey() });
  return {
    token_type: form.get('token_type') ?? 'Bearer',
    expires_in: 3600,
    ext_expires_in: 3600,
    access_token: accessToken,
    ...behaviour.members,
  };
}

async function confirmationFrom(reqCnf: string): Promise<JsonObject> {
  const key = await parseReqCnf(reqCnf);
  return key.form === 'jwk' ? { jwk: { ...key.jwk } } : { kid: key.thumbprint };
}
