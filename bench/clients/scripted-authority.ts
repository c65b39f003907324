import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

export const origin = 'https://login.example';
export const tenant = '11111111-2222-4333-8444-555555555555';
export const clientId = '99999999-8888-4777-8666-555555555555';
export const clientSecret = 'the secret of a client that is only measured';

/** A reply before it is wrapped into what a client's transport gives. */
export interface AuthorityReply {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** An authority without a network: what is measured is the client, not the sockets. */
export interface ScriptedAuthority {
  answer(address: string, body: string): Promise<AuthorityReply>;
  /** How many token requests have come. */
  readonly tokenRequests: number;
}

/** How an authority behaves. */
export interface AuthorityBehaviour {
  /** Milliseconds before a token request is answered. */
  readonly delayMs?: number;
  /** Refuses every token request. */
  readonly refuses?: boolean;
}

/** Makes an authority whose tokens are signed, as long as Entra's, and each of their own. */
export function createScriptedAuthority({ delayMs = 0, refuses = false }: AuthorityBehaviour = {}): ScriptedAuthority {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const base = `${origin}/${tenant}`;
  const metadata = {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
  };
  let tokenRequests = 0;
  return {
    get tokenRequests() {
      return tokenRequests;
    },
    async answer(address, body) {
      if (address.includes('/.well-known/openid-configuration')) return { status: 200, json: metadata };
      tokenRequests += 1;
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (refuses) return { status: 401, json: { error: 'invalid_client', error_codes: [7000215] } };
      const form = new URLSearchParams(body);
      const isPop = form.get('token_type') === 'pop';
      const payload = { ...claimsAt(Math.floor(Date.now() / 1000)), ...(isPop ? confirmation(form) : {}) };
      const input = `${part({ typ: 'JWT', alg: 'ES256', kid: 'issuer' })}.${part(payload)}`;
      const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      const access_token = `${input}.${signature.toString('base64url')}`;
      return { status: 200, json: { token_type: isPop ? 'pop' : 'Bearer', expires_in: 86_399, access_token } };
    },
  };
}

function confirmation(form: URLSearchParams): { readonly cnf: unknown } {
  return { cnf: JSON.parse(Buffer.from(form.get('req_cnf') ?? '', 'base64url').toString()) };
}

function claimsAt(now: number): Readonly<Record<string, unknown>> {
  return {
    aud: 'api://orders',
    iss: `${origin}/${tenant}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + 86_399,
    aio: 'k2RgYGCYuXDKpkWXz25cqMzD4nPn4d6zT3Q7Wn1zXJfVvPjs1FMA',
    azp: clientId,
    azpacr: '1',
    idtyp: 'app',
    oid: '22222222-3333-4444-8555-666666666666',
    roles: ['Orders.Read', 'Orders.Write'],
    sub: '22222222-3333-4444-8555-666666666666',
    tid: tenant,
    uti: randomUUID(),
    ver: '2.0',
    xms_ftd: 'YmVuY2ggY2xhaW0gb2YgdGhlIHNhbWUgbGVuZ3RoIGFzIEVudHJhJ3M',
  };
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
