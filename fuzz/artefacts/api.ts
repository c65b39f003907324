import {
  createMemoryReplayStore,
  createNonceIssuer,
  createSignedHttpRequest,
  encodeUtf8,
  type JsonObject,
  type SigningKey,
  sha256Base64url,
  signCompactJws,
} from '@holdfast/core';
import {
  createTokenValidator,
  entraIssuers,
  type PresentedCertificate,
  type ProofPolicy,
  type ResourceEvent,
  type TokenValidator,
  type TokenValidatorOptions,
} from '@holdfast/resource';
import { Finding } from '../engine/finding.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';
import { keys } from './keys.ts';

export const apiOrigin = 'https://api.example:8490';
export const audience = 'api://orders';
export const issuerOrigin = 'https://login.example';
export const tenantId = '8e1f9a0e-1111-4111-8111-5f2d3c4b5a69';
export const otherTenantId = '9f20ab1f-2222-4222-9222-6a3e4d5c6b70';
export const nowMs = 1_900_000_000_000;
const now = nowMs / 1000;

const nonceSecret = new Uint8Array(32).fill(42);
const nonces = createNonceIssuer({ secret: nonceSecret, clock: () => nowMs });

/** The key set of the issuer. */
export const keySet: { readonly keys: readonly JsonObject[] } = {
  keys: [{ ...keys.issuer.jwk, kid: 'issuer-1', use: 'sig', issuer: `${issuerOrigin}/{tenantid}/v2.0` }],
};

/** A client certificate, as far as a validator looks at it. */
export const certificate: PresentedCertificate = {
  der: encodeUtf8('the DER of a certificate'),
  notBefore: now - 3600,
  notAfter: now + 3600,
};
export const certificateThumbprint: string = await sha256Base64url(certificate.der);

/** The claims of an application's token. */
export const claims: JsonObject = {
  aud: audience,
  iss: `${issuerOrigin}/${tenantId}/v2.0`,
  iat: now,
  nbf: now,
  exp: now + 3600,
  azp: 'c11e47aa-3333-4333-8333-0d1c2b3a4958',
  idtyp: 'app',
  roles: ['Orders.Read'],
  sub: '0b1c2d3e-4444-4444-8444-1a2b3c4d5e6f',
  tid: tenantId,
  ver: '2.0',
};

/** Signs claims as the issuer does; the claims may be anything. */
export function mint(payload: unknown, key: SigningKey = keys.issuer): Promise<string> {
  return signCompactJws({ key, header: { typ: 'JWT', kid: 'issuer-1' }, payload: payload as JsonObject });
}

/** Signs a request with a fresh nonce, as an honest client does. */
export async function prove(options: {
  readonly accessToken: string;
  readonly key: SigningKey;
  readonly method: string;
  readonly target: string;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
}): Promise<string> {
  const { accessToken, key, method, target, body } = options;
  const request = { method, url: `${apiOrigin}${target}`, body };
  return createSignedHttpRequest({ accessToken, key, request, nonce: await nonces.issue(), clock: () => nowMs });
}

/** A validator that forgets nothing while it lives, and whose events are searched for secrets. */
export function createFuzzValidator(
  policy: ProofPolicy,
  changes: Partial<TokenValidatorOptions> = {},
): TokenValidator & { readonly expectSilentEvents: () => void } {
  const events: ResourceEvent[] = [];
  const validator = createTokenValidator({
    issuers: entraIssuers({ authority: issuerOrigin, tenants: [tenantId], jwks: keySet as unknown as JsonObject }),
    audience,
    origins: apiOrigin,
    proof: policy,
    nonce: { secret: nonceSecret },
    replay: { store: createMemoryReplayStore({ clock: () => nowMs, maxEntries: 1000 }) },
    clock: () => nowMs,
    events: (event) => events.push(event),
    ...changes,
  });
  return {
    ...validator,
    expectSilentEvents: () => {
      if (events.length === 0) throw new Finding('a request without an event');
      for (const event of events.splice(0)) checkNoSecret(event);
    },
  };
}
