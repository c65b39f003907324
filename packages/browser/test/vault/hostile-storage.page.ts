/** Another script of the same origin does with the storage as it likes: it is survived, and nothing unsigned or foreign is ever given. */
import assert from 'node:assert/strict';
import { it as declare, describe } from 'node:test';
import { createDeadline, type JsonObject, signCompactJws } from '@holdfast/core';
import type { BrowserEvent, RecordRefused } from '../../src/events/browser-event.ts';
import { createLastingVault } from '../../src/vault/lasting-vault.ts';
import { createIndexedDbVault, createMemoryVault } from '../../src/vault/record-vault.ts';
import type { TokenRecord } from '../../src/vault/token-vault.ts';
import { clientId, keys, tenantId } from '../fixtures/test-authority.ts';
import { adaPlace, codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

const tokenKey = ['token', adaPlace.partition, adaPlace.session, adaPlace.token];
const sessionKey = ['session', adaPlace.partition, adaPlace.session];

let count = 0;
let name: string;
let bench: TokenBench;
/** Declares a test that has a database of its own. */
function it(what: string, work: () => Promise<void>): void {
  declare(what, async () => {
    count += 1;
    name = `hostile ${count}`;
    const lasting = createIndexedDbVault(name);
    const emit = (event: BrowserEvent) => void bench.events.push(event);
    bench = createTokenBench({
      vault: createLastingVault({ lasting, memory: createMemoryVault(), emit, timeoutMs: 1000 }),
    });
    await work().finally(bench.closeAll);
  });
}

async function inDatabase<T>(work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await settled(indexedDB.open(name));
  const result = await settled(work(database.transaction('records', 'readwrite').objectStore('records')));
  database.close();
  return result;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

type Tamper = (record: TokenRecord) => unknown;
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
const pair = (extractable = false) => crypto.subtle.generateKey(ecdsa, extractable, ['sign', 'verify']);
const signed = (payload: JsonObject) => signCompactJws({ header: { typ: 'JWT', kid: 'rs' }, payload, key: keys.rs256 });

/** The token of the record, with other claims. It is still bound to the key of the record. */
async function withClaims({ accessToken }: TokenRecord, claims: JsonObject): Promise<string> {
  const payload = accessToken.split('.')[1] ?? '';
  return signed({ ...JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))), ...claims });
}

const tamperings: Readonly<Record<string, readonly [RecordRefused['reason'], Tamper]>> = {
  'nothing that it knows': ['shape', () => 'garbage'],
  'an array': ['shape', () => []],
  null: ['shape', () => null],
  'a date for a token': ['shape', (record) => ({ ...record, accessToken: new Date() })],
  'an empty token': ['shape', (record) => ({ ...record, accessToken: '' })],
  'a token with a line break': ['shape', (record) => ({ ...record, accessToken: `${record.accessToken}\r\nx: y` })],
  'a token of 20 MB': ['shape', (record) => ({ ...record, accessToken: 'A'.repeat(20_000_000) })],
  'a million scopes': ['shape', (record) => ({ ...record, scopes: Array.from({ length: 1_000_000 }, () => 'a') })],
  'scopes that are no text': ['shape', (record) => ({ ...record, scopes: [{}] })],
  'an expiry that is text': ['shape', (record) => ({ ...record, expiresAt: '9999999999' })],
  'an expiry that is no number': ['shape', (record) => ({ ...record, expiresAt: Number.NaN })],
  'a life of a century': ['shape', (record) => ({ ...record, expiresAt: record.issuedAt + 3_153_600_000 })],
  'an issue in the future': [
    'shape',
    (record) => ({ ...record, issuedAt: record.issuedAt + 3600, expiresAt: record.expiresAt + 3600 }),
  ],
  'a scheme that is not there': ['shape', (record) => ({ ...record, scheme: 'dpop' })],
  'a bearer record in the place of a bound one': [
    'shape',
    ({ keyPair: _, ...record }) => ({ ...record, scheme: 'bearer' }),
  ],
  'a bearer token in a bound record': [
    'binding',
    async (record) => ({ ...record, accessToken: await withClaims(record, { cnf: undefined as never }) }),
  ],
  'no key': ['key', ({ keyPair: _, ...record }) => record],
  'half a key': ['key', (record) => ({ ...record, keyPair: { publicKey: record.keyPair?.publicKey } })],
  'something that looks like a key': [
    'key',
    (record) => ({
      ...record,
      keyPair: { publicKey: {}, privateKey: { extractable: false, type: 'private', algorithm: ecdsa } },
    }),
  ],
  'a key for other work': [
    'key',
    async (record) => ({
      ...record,
      keyPair: await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']),
    }),
  ],
  'a pair that can be exported': ['key', async (record) => ({ ...record, keyPair: await pair(true) })],
  'halves of two pairs': [
    'key',
    async (record) => ({
      ...record,
      keyPair: { publicKey: record.keyPair?.publicKey, privateKey: (await pair()).privateKey },
    }),
  ],
  'the public key for both': [
    'key',
    (record) => ({
      ...record,
      keyPair: { publicKey: record.keyPair?.publicKey, privateKey: record.keyPair?.publicKey },
    }),
  ],
  'a key of another token': ['binding', async (record) => ({ ...record, keyPair: await pair() })],
  'a token of another person': [
    'owner',
    async (record) => ({ ...record, accessToken: await withClaims(record, { oid: 'oid of eve' }) }),
  ],
  'a token of another tenant': [
    'owner',
    async (record) => ({ ...record, accessToken: await withClaims(record, { tid: 'other' }) }),
  ],
  'a token of another application': [
    'owner',
    async (record) => ({ ...record, accessToken: await withClaims(record, { azp: 'other' }) }),
  ],
};

describe('a record of a token that somebody has put there', () => {
  for (const [what, [reason, tamper]] of Object.entries(tamperings)) {
    it(`${what}: thrown away, and asked for anew with a new key`, async () => {
      const { bindingThumbprint } = await bench.open().finish(codeAnswer());
      await inDatabase((store) => store.count());
      const record = (await inDatabase((store) => store.get(tokenKey))) as TokenRecord;
      const planted = await tamper(record);
      await inDatabase((store) => store.put(planted, tokenKey));

      const { result, usable } = await bench.open().acquire({ scopes });
      assert.deepEqual([result.tokenType, result.tokenSource], ['pop', 'network']);
      assert.notEqual(result.bindingThumbprint, bindingThumbprint);
      assert.equal(usable.signer?.thumbprint, result.bindingThumbprint);
      const told = bench.events.filter(({ name: event }) => event === 'vault.record-refused');
      assert.deepEqual(told, [{ name: 'vault.record-refused', reason }]);
      // And what was put in its place is found by the next page.
      assert.equal((await bench.open().acquire({ scopes })).result.tokenSource, 'vault');
    });
  }
});

describe('a record of a session that somebody has put there', () => {
  const plant = async (change: (session: { readonly account: object }) => unknown) => {
    await bench.open().finish(codeAnswer());
    const session = (await inDatabase((store) => store.get(sessionKey))) as { readonly account: object };
    await inDatabase((store) => store.put(change(session), sessionKey));
  };
  const account = {
    homeAccountId: 'eve.tenant',
    localAccountId: 'oid of eve',
    tenantId,
    username: 'eve',
    environment: 'login.example',
    idTokenClaims: {},
  };
  const shapes: Readonly<Record<string, (session: { readonly account: object }) => unknown>> = {
    'nothing that it knows': () => 42,
    'no account': () => ({ refreshToken: 'r' }),
    'an account without a name': (session) => ({ ...session, account: { ...session.account, homeAccountId: '' } }),
    'an account of another authority': (session) => ({
      ...session,
      account: { ...session.account, environment: 'evil.example' },
    }),
    'a name of 10 MB': (session) => ({ ...session, account: { ...session.account, username: 'x'.repeat(10_000_000) } }),
    'claims of 10 MB': (session) => ({
      ...session,
      account: { ...session.account, idTokenClaims: { x: 'x'.repeat(10_000_000) } },
    }),
    'claims in a circle': (session) => {
      const idTokenClaims: Record<string, unknown> = {};
      idTokenClaims['self'] = idTokenClaims;
      return { ...session, account: { ...session.account, idTokenClaims } };
    },
    'a refresh token that is no text': (session) => ({ ...session, refreshToken: { toString: 1 } }),
    'a refresh token of 10 MB': (session) => ({ ...session, refreshToken: 'x'.repeat(10_000_000) }),
  };
  for (const [what, change] of Object.entries(shapes)) {
    it(`${what}: nobody is signed in by it`, async () => {
      await plant(change);
      const page = bench.open();
      assert.deepEqual(await page.book.list(), []);
      await assert.rejects(page.acquire({ scopes }), { code: 'ERR_INTERACTION_REQUIRED', reason: 'no_account' });
      assert.equal(bench.asked().length, 1);
    });
  }

  it("another person's, in the place of this one's: no token is asked for in her name", async () => {
    await plant((session) => ({ ...session, account }));
    const page = bench.open();
    const [eve] = await page.book.list();
    assert.equal(eve?.username, 'eve');
    await assert.rejects(page.acquire({ scopes: ['api://mail/read'] }), { reason: 'no_account' });
    assert.equal(bench.asked().length, 1);
  });

  it('a thousand of them: found no slower, and nothing is lost but names', async () => {
    await bench.open().finish(codeAnswer());
    const database = await settled(indexedDB.open(name));
    const store = database.transaction('records', 'readwrite').objectStore('records');
    for (let index = 0; index < 1000; index += 1)
      store.put({ junk: index }, ['session', adaPlace.partition, `zz ${index}`]);
    await settled(store.count());
    database.close();
    assert.equal((await bench.open().acquire({ scopes })).result.tokenSource, 'vault');
  });

  it('the client id of another application finds nothing of this one', async () => {
    await bench.open().finish(codeAnswer());
    const page = bench.open({ settings: { clientId: clientId.replace('1', '2') } });
    await assert.rejects(page.acquire({ scopes }), { reason: 'no_account' });
  });
});

describe('a database that somebody has spoilt', () => {
  const goesOn = async (operations: readonly string[]) => {
    const page = bench.open();
    const { accessToken } = await page.finish(codeAnswer());
    assert.equal((await page.acquire({ scopes })).result.accessToken, accessToken);
    const { result, usable } = await page.acquire({ scopes, forceRefresh: true });
    assert.equal(usable.signer?.thumbprint, result.bindingThumbprint);
    const told = bench.events.filter(({ name: event }) => event === 'vault.unavailable');
    assert.deepEqual(told.map((event) => (event as { readonly operation: string }).operation).sort(), operations);
    assert.equal((await page.book.list()).length, 1);
    assert.equal(bench.endpoint.reuses, 0);
  };

  it('of a later version: the page goes on in memory', async () => {
    (await settled(indexedDB.open(name, 7))).close();
    await goesOn(['read', 'write']);
  });

  it('without our store: the page goes on in memory', async () => {
    (await settled(indexedDB.open(name, 1))).close();
    await goesOn(['read', 'write']);
  });

  it('that is held in the middle of a deletion: the page goes on in memory, in time', async () => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('records');
    const held = await settled(request);
    indexedDB.deleteDatabase(name);
    const deadline = createDeadline(20_000);
    await deadline.race(() => goesOn(['read', 'write']));
    deadline.clear();
    held.close();
  });

  it('that is deleted while the page lives: what it holds signs on, and the next refresh asks a person', async () => {
    const page = bench.open();
    await page.finish(codeAnswer());
    await page.acquire({ scopes });
    await settled(indexedDB.deleteDatabase(name));
    assert.equal((await page.acquire({ scopes })).result.tokenSource, 'memory');
    await assert.rejects(page.acquire({ scopes, forceRefresh: true }), { reason: 'no_account' });
    assert.equal((await page.finish(codeAnswer())).tokenType, 'pop');
    assert.equal((await bench.open().acquire({ scopes })).result.tokenSource, 'vault');
  });
});
