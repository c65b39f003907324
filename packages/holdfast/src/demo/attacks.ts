import { createSignedHttpRequest, decodeCompactJws, decodeSignedHttpRequest } from '@holdfast/core';
import type { ActOutcome, Attack, Plot } from './act.ts';
import { shorten } from './act.ts';
import { signedBy } from './flows.ts';
import type { AttackName, CapturedRequest } from './loot.ts';
import { mtlsPlots } from './mtls-attacks.ts';
import type { Stage } from './stage.ts';

// Unless a row says otherwise the loot never reached the API: only the defence that the row names stands in the way.
const plots: readonly Plot[] = [
  {
    name: 'plain-bearer',
    defence: 'binding',
    title: 'The stolen token alone, as a plain bearer token, at both doors',
    steal: onTheWay('/orders/7'),
  },
  {
    name: 'own-proof',
    defence: 'binding',
    title: 'The stolen token with the thief’s own proof',
    steal: onTheWay('/orders/7'),
  },
  {
    name: 'replayed',
    defence: 'replay',
    title: 'The whole request once more, byte for byte',
    steal: ({ tap, contoso, api }) => tap.record(() => contoso.call(`${api}/orders/7`)),
  },
  { name: 'other-path', defence: 'path', title: 'The proof on another path', steal: onTheWay('/orders/7') },
  { name: 'other-method', defence: 'method', title: 'The proof with another method', steal: onTheWay('/orders/7') },
  {
    name: 'other-host',
    defence: 'host',
    title: 'The proof at another API of the same owner',
    steal: onTheWay('/orders/7'),
  },
  { name: 'other-query', defence: 'query', title: 'The proof with a parameter added', steal: onTheWay('/orders') },
  {
    name: 'other-body',
    defence: 'body',
    title: 'The proof with another body',
    steal: async (stage) => {
      await warmUp(stage);
      const headers = { 'content-type': 'application/json' };
      const body = '{"item":"rope","quantity":1}';
      return stage.tap.intercept(() => stage.contoso.call(`${stage.api}/orders`, { method: 'POST', headers, body }));
    },
  },
  {
    name: 're-encoded',
    defence: 'encoding',
    title: 'The same proof in another spelling of base64url',
    steal: onTheWay('/orders/7'),
  },
  {
    name: 'forged-token',
    defence: 'signature',
    title: 'A token of the thief’s own making, under the issuer’s name',
    steal: onTheWay('/orders/7'),
  },
  {
    name: 'cross-tenant',
    defence: 'tenant',
    title: 'A token of another tenant, with a proof that is in order',
    steal: async (stage) => {
      const { fabrikam, ownKey, scopes, api } = stage;
      const jwk = { ...ownKey.jwk };
      const { accessToken } = await fabrikam.client.acquireTokenForClient({
        scopes,
        authenticationScheme: 'pop',
        keyId: 'own',
        jwk,
      });
      return asLoot(await signedBy(stage, { accessToken, key: ownKey, url: `${api}/orders/7` }));
    },
  },
  ...mtlsPlots,
  {
    name: 'unbound-from-sts',
    defence: 'unbound',
    title: 'The captured token request, repeated without its binding',
    steal: ({ tap, contoso, scopes }) =>
      tap.record(() =>
        contoso.client.acquireTokenForClient({ scopes, authenticationScheme: 'pop', forceRefresh: true }),
      ),
  },
  {
    name: 'revoked',
    defence: 'revocation',
    title: 'An unused proof by the right key, after its token was revoked',
    steal: async (stage) => {
      const loot = await onTheWay('/orders/7')(stage);
      await stage.revoke(tokenIdOf(loot));
      return loot;
    },
  },
  {
    name: 'from-the-future',
    defence: 'future',
    title: 'A proof dated four minutes ahead, made while the thief had the key in hand',
    steal: (stage) => signAhead(stage, 240),
  },
  {
    name: 'after-expiry',
    defence: 'expiry',
    title: 'An unused proof, two hours later',
    steal: async (stage) => {
      const loot = await onTheWay('/orders/7')(stage);
      stage.advance(7_200);
      return loot;
    },
  },
  {
    name: 'signed-ahead',
    defence: 'nonce',
    title: 'A proof made half an hour ahead, used when its time has come',
    steal: async (stage) => {
      const loot = await signAhead(stage, 1_800);
      stage.advance(1_800);
      return loot;
    },
  },
];

/** The thief's half of the programme: every attempt must be refused. */
export const attacks: readonly Attack[] = plots.map(({ name, defence, title, steal }) => ({
  name,
  title,
  kind: 'attack',
  defence,
  run: async (stage) => describe(stage, name, await steal(stage)),
}));

async function describe(stage: Stage, attack: AttackName, loot: CapturedRequest): Promise<ActOutcome> {
  const { otherApi, openRoute, intruder: own } = stage;
  const report = await stage.thief.attempt({ attack, loot, otherApi, openRoute, own });
  const authorization = loot.headers.find(([name]) => name === 'authorization')?.[1];
  const shown =
    authorization === undefined ? `${loot.method} of ${loot.body?.length ?? 0} bytes` : shorten(authorization);
  // An attempt that got no answer proves nothing, so it does not count as refused.
  return {
    ok: !report.stolen && report.status >= 400,
    status: report.status,
    code: report.code,
    exhibits: [['loot', shown]],
  };
}

function onTheWay(path: string): (stage: Stage) => Promise<CapturedRequest> {
  return async (stage) => {
    await warmUp(stage);
    return stage.tap.intercept(() => stage.contoso.call(stage.api + path));
  };
}

// An honest call first, so that the request which is stolen carries a good nonce and would have passed.
async function warmUp({ contoso, api }: Stage): Promise<void> {
  await contoso.call(`${api}/orders?limit=1`);
}

async function signAhead(stage: Stage, seconds: number): Promise<CapturedRequest> {
  const { classic, ownKey, scopes, api } = stage;
  const { accessToken } = await classic.client.acquireTokenForClient({
    scopes,
    authenticationScheme: 'pop',
    keyId: 'own',
    jwk: { ...ownKey.jwk },
  });
  const proof = await createSignedHttpRequest({
    accessToken,
    key: ownKey,
    request: { method: 'GET', url: `${api}/orders/7` },
    nonce: await stage.nonce(),
    clock: () => stage.clock() + seconds * 1000,
  });
  return { method: 'GET', url: `${api}/orders/7`, headers: [['authorization', `PoP ${proof}`]] };
}

function tokenIdOf({ headers }: CapturedRequest): string {
  const value = headers.find(([name]) => name === 'authorization')?.[1] ?? '';
  const { accessToken } = decodeSignedHttpRequest(value.slice('PoP '.length));
  return String(decodeCompactJws(accessToken).payload['uti']);
}

function asLoot(request: Request): CapturedRequest {
  return { method: request.method, url: request.url, headers: [...request.headers] };
}
