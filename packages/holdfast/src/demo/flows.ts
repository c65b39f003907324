import { createSignedHttpRequest, decodeCompactJws, type SigningKey } from '@holdfast/core';
import type { Act, ActOutcome, Exhibit } from './act.ts';
import { shorten } from './act.ts';
import type { Player, Stage } from './stage.ts';

/** The honest half of the programme: every way to get and use a token, which must work. */
export const flows: readonly Act[] = [
  {
    name: 'bearer',
    title: 'A bearer token opens the door that takes bearer tokens',
    kind: 'flow',
    async run({ classic, scopes, openRoute, tap }) {
      const token = await classic.client.acquireTokenForClient({ scopes });
      const headers = { authorization: `Bearer ${token.accessToken}` };
      const response = await tap.transport(new Request(openRoute, { headers }));
      return { ok: response.ok, status: response.status, exhibits: [['access token', shorten(token.accessToken)]] };
    },
  },
  {
    name: 'pop-es256',
    title: 'A token bound to an EC key, proved by a signed HTTP request',
    kind: 'flow',
    run: (stage) => callWith(stage, stage.contoso),
  },
  {
    name: 'pop-rs256',
    title: 'A token bound to an RSA key, as Entra wants it',
    kind: 'flow',
    run: (stage) => callWith(stage, stage.classic),
  },
  {
    name: 'pop-body',
    title: 'An order is placed; the proof covers its body',
    kind: 'flow',
    async run({ contoso, api }) {
      const response = await contoso.call(`${api}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ item: 'lantern', quantity: 2 }),
      });
      return { ok: response.status === 201, status: response.status, exhibits: [['order', await response.text()]] };
    },
  },
  {
    name: 'at-pop',
    title: 'AT-POP: the whole public key travels in the request, the key in the token',
    kind: 'flow',
    async run(stage) {
      const { ownKey, scopes, api, tap, classic } = stage;
      const token = await classic.client.acquireTokenForClient({
        scopes,
        authenticationScheme: 'pop',
        keyId: 'my-own-label',
        jwk: { ...ownKey.jwk, kid: 'my-own-label' },
      });
      const response = await tap.transport(
        await signedBy(stage, { accessToken: token.accessToken, key: ownKey, url: `${api}/orders/3` }),
      );
      return {
        ok: response.ok,
        status: response.status,
        exhibits: [['access token', shorten(token.accessToken)], describeBinding(token.accessToken)],
      };
    },
  },
  {
    name: 'mtls-pop',
    title: 'A token bound to a client certificate, over mutual TLS',
    kind: 'flow',
    async run({ certified, scopes, mtlsApi }) {
      const token = await certified.client.acquireTokenForClient({ scopes, authenticationScheme: 'mtls_pop' });
      const response = await certified.call(`${mtlsApi}/orders?limit=3`);
      return {
        ok: response.ok && token.tokenType === 'mtls_pop',
        status: response.status,
        exhibits: [['access token', shorten(token.accessToken)], describeBinding(token.accessToken)],
      };
    },
  },
  {
    name: 'cache',
    title: 'The second caller is served from the cache, with a fresh proof',
    kind: 'flow',
    async run({ contoso, scopes }) {
      const again = await contoso.client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
      return { ok: again.fromCache, exhibits: [['from', again.tokenSource]] };
    },
  },
  {
    name: 'proof-key-rotation',
    title: 'The client rotates its key: new tokens, new key, nothing is lost',
    kind: 'flow',
    async run(stage) {
      const { contoso, scopes } = stage;
      const before = await contoso.client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
      await contoso.client.rotateProofKey();
      const outcome = await callWith(stage, contoso);
      const after = await contoso.client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
      const isNew = before.bindingThumbprint !== after.bindingThumbprint;
      return { ...outcome, ok: outcome.ok && isNew };
    },
  },
  {
    name: 'signing-key-rotation',
    title: 'The authority rotates its signing key: old and new tokens both pass',
    kind: 'flow',
    async run(stage) {
      await stage.rotateSigningKey();
      const old = await callWith(stage, stage.contoso);
      await stage.contoso.client.acquireTokenForClient({
        scopes: stage.scopes,
        authenticationScheme: 'pop',
        forceRefresh: true,
      });
      const fresh = await callWith(stage, stage.contoso);
      return { ...fresh, ok: old.ok && fresh.ok };
    },
  },
];

/** Signs one GET by hand, with a nonce fetched for it. */
export async function signedBy(
  stage: Stage,
  options: { readonly accessToken: string; readonly key: SigningKey; readonly url: string },
): Promise<Request> {
  const { accessToken, key, url } = options;
  const nonce = await stage.nonce();
  const proof = await createSignedHttpRequest({
    accessToken,
    key,
    request: { method: 'GET', url },
    nonce,
    clock: stage.clock,
  });
  return new Request(url, { headers: { authorization: `PoP ${proof}` } });
}

async function callWith(stage: Stage, player: Player): Promise<ActOutcome> {
  const token = await player.client.acquireTokenForClient({ scopes: stage.scopes, authenticationScheme: 'pop' });
  let response: Response | undefined;
  const sent = await stage.tap.record(async () => {
    response = await player.call(`${stage.api}/orders?limit=3`);
  });
  const proof = sent.headers.find(([name]) => name === 'authorization')?.[1] ?? '';
  return {
    ok: response?.ok === true,
    status: response?.status,
    exhibits: [
      ['access token', shorten(token.accessToken)],
      describeBinding(token.accessToken),
      ['proof', shorten(proof.slice('PoP '.length))],
    ],
  };
}

function describeBinding(accessToken: string): Exhibit {
  const cnf = decodeCompactJws(accessToken).payload['cnf'] as
    | { kid?: string; jwk?: { kty?: string; kid?: string }; 'x5t#S256'?: string }
    | undefined;
  if (cnf?.jwk !== undefined) return ['cnf', `jwk ${cnf.jwk.kty ?? ''}, label ${cnf.jwk.kid ?? 'none'}`];
  if (cnf?.['x5t#S256'] !== undefined) return ['cnf', `x5t#S256 ${cnf['x5t#S256']}`];
  return ['cnf', cnf?.kid === undefined ? 'none' : `kid ${cnf.kid}`];
}
