import assert from 'node:assert/strict';
import { test } from 'node:test';
import { azureIdentity } from '../clients/azure-identity.ts';
import { holdfastBearer, holdfastPop } from '../clients/holdfast.ts';
import { holdfastIdentity, msalIdentity } from '../clients/managed-identity.ts';
import { msalNode } from '../clients/msal-node.ts';
import { type ClientFactory, inTurn, scattered } from '../clients/token-client.ts';

const factories: readonly ClientFactory[] = [holdfastBearer, holdfastPop, msalNode, azureIdentity];

for (const make of factories) {
  const { name } = make();

  test(`${name} gives from its cache what it was filled with, and each API a token of its own`, async () => {
    const client = make();
    await client.fill(5);
    const before = client.tokenRequests();
    const tokens = new Set<string>();
    for (let index = 0; index < 5; index += 1) tokens.add(tokenIn(await client.acquire(index)));
    assert.equal(client.tokenRequests(), before);
    assert.equal(tokens.size, 5);
    await client.acquire(5);
    assert.equal(client.tokenRequests(), before + 1, 'what is not cached is asked for');
  });

  test(`${name} fails where its authority refuses`, async () => {
    await assert.rejects(make({ refuses: true }).acquire(0));
  });
}

for (const make of [holdfastIdentity, msalIdentity]) {
  test(`${make().name} gives from its cache what it was filled with, and asks for what is not cached`, async () => {
    const client = make();
    await client.fill(5);
    assert.equal(client.tokenRequests(), 5);
    const tokens = new Set<string>();
    for (let index = 0; index < 5; index += 1) tokens.add(tokenIn(await client.acquire(index)));
    assert.equal(client.tokenRequests(), 5);
    assert.equal(tokens.size, 5);
  });
}

test('a crowd of callers is one request with Holdfast, and one for each caller without', async () => {
  const requestsOf = async (make: ClientFactory) => {
    const client = make({ delayMs: 5 });
    await Promise.all(Array.from({ length: 20 }, () => client.acquire(0)));
    return client.tokenRequests();
  };
  assert.deepEqual(await Promise.all(factories.map(requestsOf)), [1, 1, 20, 20]);
});

test('visits in turn stay below the count, and scattered ones reach every token', () => {
  for (const count of [1, 7, 1000]) {
    const visited = Array.from({ length: 3 * count }, (_, index) => inTurn(index, count));
    assert.ok(visited.every((index) => index < count));
    assert.equal(new Set(visited).size, Math.min(count, 100));
    assert.equal(new Set(Array.from({ length: count }, (_, index) => scattered(index, count))).size, count);
  }
});

function tokenIn(result: unknown): string {
  const { accessToken, token } = result as { readonly accessToken?: string; readonly token?: string };
  const text = accessToken ?? token;
  assert.ok(text !== undefined && text.split('.').length === 3);
  return text;
}
