/*
 * An API as it runs in a worker: a feed over a stream of the platform, and a validator that asks it. It tells what became of a request before
 * and after its token was revoked.
 */
import { createSignedHttpRequest, generateSigningKey, signCompactJws } from '@holdfast/core';
import { createTokenValidator } from '@holdfast/resource';
import { createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import { authenticateRequest } from '@holdfast/resource/web';

/** What the program saw. */
export interface Told {
  readonly before: number;
  readonly after: number;
  readonly challenge: string | null;
  readonly secondsBehind: number;
  /** Whether the runtime has what only Node has. */
  readonly isNode: boolean;
}

const tenant = '8e1f9a0e-0000-4000-8000-5f2d3c4b5a69';
const issuer = `https://login.example/${tenant}/v2.0`;
const url = 'https://api.example/orders';

/** Runs the program. */
export async function run(): Promise<Told> {
  const now = Math.floor(Date.now() / 1000);
  const [issuerKey, key] = await Promise.all([generateSigningKey({ alg: 'RS256' }), generateSigningKey()]);
  let say = (_text: string): void => undefined;
  const feed = createAdminRevocationFeed({
    url: 'https://admin.example/revocations',
    key: 'the-admin-key',
    transport: async () => {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      say = (text) => void writer.write(new TextEncoder().encode(text)).catch(() => undefined);
      say('event: current\ndata: {}\n\n');
      return new Response(readable, { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  const validator = createTokenValidator({
    issuers: [{ issuer, jwks: { keys: [{ ...issuerKey.jwk, kid: 'one' }] } }],
    audience: 'api://orders',
    origins: 'https://api.example',
    nonce: 'off',
    revocation: { feed, whenLost: 'refuse-all' },
  });
  const claims = { iss: issuer, aud: 'api://orders', iat: now, exp: now + 900, azp: 'client', roles: ['Read'] };
  const accessToken = await signCompactJws({
    header: { typ: 'JWT', kid: 'one' },
    key: issuerKey,
    payload: { ...claims, cnf: { kid: key.thumbprint } },
  });
  const call = async (): Promise<Response | undefined> => {
    const proof = await createSignedHttpRequest({ accessToken, key, request: { method: 'GET', url } });
    const caller = await authenticateRequest(
      validator,
      new Request(url, { headers: { authorization: `PoP ${proof}` } }),
    );
    return caller instanceof Response ? caller : undefined;
  };
  await feed.untilCurrent();
  const before = (await call())?.status ?? 200;
  const entry = { id: 'book-1', kind: 'jkt', value: key.thumbprint, revokedAt: now, expiresAt: now + 900 };
  say(`event: revocation\nid: book-1\ndata: ${JSON.stringify(entry)}\n\n`);
  while (feed.size === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  const refused = await call();
  const secondsBehind = feed.secondsBehind();
  await feed.close();
  const isNode = 'process' in globalThis;
  const challenge = refused?.headers.get('www-authenticate') ?? null;
  return { before, after: refused?.status ?? 200, challenge, secondsBehind, isNode };
}
