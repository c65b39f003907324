import {
  createSignedHttpRequest,
  decodeSignedHttpRequest,
  generateSigningKey,
  type JsonObject,
  type SigningKey,
  signCompactJws,
} from '@holdfast/core';
import type { AttackName, CapturedRequest, ThiefReport, ThiefTask } from './loot.ts';
import { type CapturedReply, sendCaptured } from './send-captured.ts';
import { sendCertified } from './send-certified.ts';

type Outcome = Omit<ThiefReport, 'attack'>;

/** How each attack is tried with nothing but captured bytes. */
export const attempts: Readonly<Record<AttackName, (task: ThiefTask) => Promise<Outcome>>> = {
  'plain-bearer': async ({ loot, openRoute }) => {
    const bearer = { ...loot, headers: withAuthorization(loot, `Bearer ${stolenToken(loot)}`) };
    const guarded = await send(bearer);
    // The second door takes bearer tokens; a bound one must not become one there.
    return guarded.stolen ? guarded : send({ ...bearer, url: openRoute });
  },
  'own-proof': async ({ loot }) =>
    send(await withOwnProof(loot, stolenToken(loot), await generateSigningKey({ alg: 'ES256' }))),
  replayed: ({ loot }) => send(loot),
  'other-path': ({ loot }) => send({ ...loot, url: changed(loot.url, (url) => (url.pathname = '/orders/8')) }),
  'other-method': ({ loot }) => send({ ...loot, method: 'DELETE' }),
  'other-host': ({ loot, otherApi }) =>
    send({ ...loot, url: changed(loot.url, (url) => (url.host = new URL(otherApi).host)) }),
  'other-query': ({ loot }) => send({ ...loot, url: changed(loot.url, (url) => (url.search = '?limit=1000')) }),
  'other-body': ({ loot }) =>
    send({ ...loot, body: Buffer.from('{"item":"gold","quantity":1000}').toString('base64') }),
  'after-expiry': ({ loot }) => send(loot),
  'from-the-future': ({ loot }) => send(loot),
  'signed-ahead': ({ loot }) => send(loot),
  're-encoded': ({ loot }) => send({ ...loot, headers: withAuthorization(loot, reencoded(authorization(loot))) }),
  'forged-token': async ({ loot }) => forge(loot),
  'cross-tenant': ({ loot }) => send(loot),
  'mtls-no-certificate': ({ loot }) => send(loot),
  'mtls-other-certificate': async ({ loot, own }) => judge(await sendCertified(loot, own)),
  'mtls-as-bearer': async ({ loot }) => {
    const bearer = { ...loot, headers: withAuthorization(loot, `Bearer ${credential(loot)}`) };
    const guarded = await send(bearer);
    return guarded.stolen
      ? guarded
      : send({ ...bearer, url: changed(loot.url, (url) => (url.pathname = '/open/orders')) });
  },
  'mtls-spoofed-header': ({ loot }) => {
    const bearer = withAuthorization(loot, `Bearer ${credential(loot)}`);
    return send({ ...loot, headers: [...bearer, ['client-cert', asByteSequence(loot.certificate ?? '')]] });
  },
  revoked: ({ loot }) => send(loot),
  'unbound-from-sts': ({ loot, openRoute }) => askForUnbound(loot, openRoute),
};

// A proof of the thief's own making, for whatever token he gives it.
async function withOwnProof(loot: CapturedRequest, accessToken: string, key: SigningKey): Promise<CapturedRequest> {
  // The nonce is not a secret: it stands in the captured proof.
  const { nonce } = decodeSignedHttpRequest(proof(loot)).jws.payload;
  const own = await createSignedHttpRequest({
    accessToken,
    key,
    request: { method: loot.method, url: loot.url },
    nonce: typeof nonce === 'string' ? nonce : undefined,
  });
  return { ...loot, headers: withAuthorization(loot, `PoP ${own}`) };
}

// The same claims, bound to the thief's key and signed by the thief under the name of the issuer's key.
async function forge(loot: CapturedRequest): Promise<Outcome> {
  const [header = '', payload = ''] = stolenToken(loot).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JsonObject;
  const { alg: _alg, ...names } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string };
  const key = await generateSigningKey({ alg: 'RS256' });
  const forged = await signCompactJws({
    header: names,
    payload: { ...claims, cnf: { kid: key.thumbprint } },
    key,
  });
  return send(await withOwnProof(loot, forged, key));
}

// The captured token request again, without the two parameters that bind.
async function askForUnbound(loot: CapturedRequest, openRoute: string): Promise<Outcome> {
  const form = new URLSearchParams(Buffer.from(loot.body ?? '', 'base64').toString());
  form.delete('token_type');
  form.delete('req_cnf');
  const { status, body } = await sendCaptured({ ...loot, body: Buffer.from(form.toString()).toString('base64') });
  const reply = body as { access_token?: string; error_codes?: readonly number[] };
  if (reply.access_token === undefined) {
    return { status, code: `AADSTS${reply.error_codes?.[0] ?? ''}`, stolen: false };
  }
  return send({ method: 'GET', url: openRoute, headers: [['authorization', `Bearer ${reply.access_token}`]] });
}

async function send(request: CapturedRequest): Promise<Outcome> {
  return judge(await sendCaptured(request));
}

function judge({ status, body }: CapturedReply): Outcome {
  const { code } = body as { code?: unknown };
  return { status, code: typeof code === 'string' ? code : undefined, stolen: status >= 200 && status < 300 };
}

// Another spelling of the same signature: the last letter carries spare bits that a lenient decoder ignores.
function reencoded(value: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return value.slice(0, -1) + alphabet.charAt(alphabet.indexOf(value.slice(-1)) + 1);
}

function authorization(loot: CapturedRequest): string {
  return loot.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
}

// As a proxy forwards it (RFC 9440 section 2.1): PEM without its armour.
function asByteSequence(pem: string): string {
  return `:${pem.replace(/-----[^-]*-----|\s/g, '')}:`;
}

function credential(loot: CapturedRequest): string {
  return authorization(loot).split(' ')[1] ?? '';
}

function proof(loot: CapturedRequest): string {
  return authorization(loot).slice('PoP '.length);
}

function stolenToken(loot: CapturedRequest): string {
  return decodeSignedHttpRequest(proof(loot)).accessToken;
}

function withAuthorization(loot: CapturedRequest, value: string): CapturedRequest['headers'] {
  return [...loot.headers.filter(([name]) => name.toLowerCase() !== 'authorization'), ['authorization', value]];
}

function changed(address: string, change: (url: URL) => unknown): string {
  const url = new URL(address);
  change(url);
  return url.href;
}
