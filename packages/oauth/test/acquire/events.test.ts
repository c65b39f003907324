import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSigningKey, sha256Hex } from '@holdfast/core';
import { createBench, scopes, type TestBench, until } from '../sts/make-client.ts';
import { tenant } from '../sts/scripted-sts.ts';

function states({ events }: TestBench): string[] {
  return events.flatMap((event) => (event.name === 'token.state' ? [`${event.previous ?? '-'} → ${event.state}`] : []));
}

test('the life of a token: fresh, valid, expiring, expired, and again', async () => {
  const bench = createBench();
  const ask = () => bench.client.acquireTokenForClient({ scopes });
  await ask();
  await ask();
  bench.clock.advance(300);
  await ask();
  bench.sts.behaviour = { reply: { status: 500 } };
  bench.clock.advance(3000);
  await ask();
  await until(() => bench.events.some(({ name }) => name === 'token.failed'));
  bench.sts.behaviour = {};
  bench.clock.advance(300);
  await ask();
  assert.deepEqual(states(bench), [
    '- → fresh',
    'fresh → valid',
    'valid → expiring',
    'expiring → expired',
    '- → fresh',
  ]);
});

test('a token that an API refused is revoked, and stays so when the authority does not answer', async () => {
  const bench = createBench();
  const token = await bench.client.acquireTokenForClient({ scopes });
  bench.sts.behaviour = { reply: { status: 500 } };
  const accessTokenSha256ToRefresh = await sha256Hex(token.accessToken);
  await assert.rejects(bench.client.acquireTokenForClient({ scopes, accessTokenSha256ToRefresh }));
  await assert.rejects(bench.client.acquireTokenForClient({ scopes }));
  bench.sts.behaviour = {};
  await bench.client.acquireTokenForClient({ scopes, accessTokenSha256ToRefresh });
  assert.deepEqual(states(bench), ['- → fresh', 'fresh → revoked', '- → fresh']);
});

test('claims alone do not say which token was refused: it is not called revoked', async () => {
  const bench = createBench();
  await bench.client.acquireTokenForClient({ scopes });
  bench.sts.behaviour = { reply: { status: 500 } };
  await assert.rejects(bench.client.acquireTokenForClient({ scopes, claims: '{}' }));
  await bench.client.acquireTokenForClient({ scopes });
  assert.deepEqual(states(bench), ['- → fresh']);
});

test('events name scheme, key, tenant, scopes and reason', async () => {
  const { client, events } = createBench();
  const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop', correlationId: 'id-1' });
  assert.deepEqual(
    events.find(({ name }) => name === 'token.acquired'),
    {
      name: 'token.acquired',
      scheme: 'pop',
      bindingThumbprint: token.bindingThumbprint,
      tenant,
      scopes,
      source: 'network',
      refreshReason: 'no-cached-token',
      correlationId: 'id-1',
      tookMs: 0,
    },
  );
});

test('a failure says how long whoever asked first had waited', async () => {
  const { client, events, sts, clock } = createBench();
  sts.behaviour = {
    reply: () => {
      clock.advance(3);
      return { status: 400, json: { error: 'invalid_scope', error_codes: [70_011] } };
    },
  };
  await assert.rejects(client.acquireTokenForClient({ scopes, correlationId: 'id-2' }));
  const failed = events.find((event) => event.name === 'token.failed');
  assert.deepEqual(
    [failed?.tookMs, failed?.correlationId, failed?.refreshReason, failed?.errorCodes],
    [3000, 'id-2', 'no-cached-token', [70_011]],
  );
});

test('each proof key that is made is told with what it took, and a client of bearer tokens makes none', async () => {
  let waited = 0;
  const bench = createBench({
    proofKeys: {
      poolSize: 1,
      generate: async () => {
        bench.clock.advance(2);
        waited += 1;
        return generateSigningKey();
      },
    },
  });
  await bench.client.acquireTokenForClient({ scopes });
  assert.equal(waited, 0);
  await bench.client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
  // The one that was taken, and the one that is ready for the next.
  await until(() => bench.events.filter(({ name }) => name === 'key.generated').length === 2);
  const generated = bench.events.filter((event) => event.name === 'key.generated');
  assert.deepEqual(generated, Array(2).fill({ name: 'key.generated', tookMs: 2000 }));
});

test('no event and no error holds a token, a secret or a key', async () => {
  const secret = 'CANARY-client-secret';
  const bench = createBench({ credential: async () => ({ client_secret: secret }) });
  const errors: unknown[] = [];
  const collect = (error: unknown) => void errors.push(error);
  const wish = { scopes, authenticationScheme: 'pop', shrNonce: 'CANARY-nonce', shrClaims: 'CANARY-claims' } as const;
  const signed = {
    ...wish,
    resourceRequestMethod: 'GET',
    resourceRequestUri: 'https://api.example/CANARY-path',
  } as const;
  const tokens = [
    await bench.client.acquireTokenForClient(signed),
    await bench.client.acquireTokenForClient({ scopes }),
  ];
  const hostile = [
    { members: { token_type: 'CANARY-type' } },
    { claims: { cnf: { kid: 'CANARY-kid' } } },
    { members: { access_token: 'CANARY access token' } },
    { reply: { status: 400, json: { error: 'CANARY-error', error_description: secret.repeat(3) } } },
    { reply: { body: 'CANARY-body', headers: { 'content-type': 'application/json' } } },
  ];
  for (const behaviour of hostile) {
    bench.sts.behaviour = behaviour as never;
    await bench.client.acquireTokenForClient({ ...signed, forceRefresh: true }).catch(collect);
    await bench.client.acquireTokenForClient({ ...wish, scopes: ['CANARY scope'] }).catch(collect);
  }
  await bench.client.acquireTokenForClient({ scopes, authenticationScheme: 'CANARY-scheme' }).catch(collect);
  await bench.client.acquireTokenForClient({ scopes, claims: 'CANARY-claims' }).catch(collect);
  await bench.client
    .acquireTokenForClient({ ...signed, resourceRequestUri: 'https://api.example/?CANARY=1&CANARY=2' })
    .catch(collect);
  assert.equal(errors.length, 13);
  const shown = [...errors.flatMap(describe), JSON.stringify(bench.events)].join('\n');
  assert.equal(shown.includes('CANARY'), false, shown);
  for (const { accessToken } of tokens) assert.equal(shown.includes(accessToken), false);
});

function describe(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [
    error.message,
    error.stack ?? '',
    JSON.stringify(error),
    ...(error.cause === undefined ? [] : describe(error.cause)),
  ];
}
