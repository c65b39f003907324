import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

interface SessionPlace {
  readonly partition: string;
  readonly session: string;
}

interface TokenPlace extends SessionPlace {
  readonly token: string;
}

interface Entry {
  readonly session: { readonly account: never; readonly refreshToken?: string | undefined };
  readonly token: never;
}

/** A `TokenVault` of `@holdfast/browser`. */
export interface TokenVaultUnderTest {
  sessions(partition: string): Promise<readonly unknown[]>;
  session(place: SessionPlace): Promise<unknown>;
  token(place: TokenPlace): Promise<unknown>;
  signIn(place: TokenPlace, entry: Entry): Promise<void>;
  replace(place: TokenPlace, entry: Entry, used: string | undefined): Promise<boolean>;
  dropRefreshToken(place: SessionPlace, used: string): Promise<void>;
  dropToken(place: TokenPlace): Promise<void>;
  signOut(place: SessionPlace): Promise<void>;
}

type MakeVault = () => Promise<TokenVaultUnderTest>;

/**
 * What every `TokenVault` must do. Registers a `describe` of `node:test`.
 *
 * @param name - names the implementation in the test titles
 * @param makeVault - makes an empty vault
 */
export function tokenVaultContract(name: string, makeVault: MakeVault): void {
  describe(`TokenVault contract: ${name}`, () => {
    testKeeping(makeVault);
    testReplacing(makeVault);
    testLeaving(makeVault);
  });
}

const ada: TokenPlace = { partition: 'https://login.example/t app', session: '["ada","t"]', token: 'pop a' };
const bob: TokenPlace = { ...ada, session: '["bob","t"]' };

function entry(label: string, refreshToken: string | undefined): Entry {
  return {
    session: { account: { username: label } as never, refreshToken },
    token: { accessToken: label, scopes: [label], keyPair: undefined } as never,
  };
}

async function refreshTokenOf(vault: TokenVaultUnderTest, place: SessionPlace): Promise<unknown> {
  return ((await vault.session(place)) as Entry['session'] | undefined)?.refreshToken;
}

async function accessTokenOf(vault: TokenVaultUnderTest, place: TokenPlace): Promise<unknown> {
  return ((await vault.token(place)) as { readonly accessToken: string } | undefined)?.accessToken;
}

function testKeeping(makeVault: MakeVault): void {
  it('has nothing at first, and says so', async () => {
    const vault = await makeVault();
    assert.deepEqual(await vault.sessions(ada.partition), []);
    assert.equal(await vault.session(ada), undefined);
    assert.equal(await vault.token(ada), undefined);
    assert.equal(await vault.replace(ada, entry('1', 'r1'), undefined), false);
  });

  it('keeps a session and its token as they were put', async () => {
    const vault = await makeVault();
    await vault.signIn(ada, entry('1', 'r1'));
    assert.deepEqual(await vault.session(ada), entry('1', 'r1').session);
    assert.deepEqual(await vault.token(ada), entry('1', 'r1').token);
    assert.deepEqual(await vault.sessions(ada.partition), [entry('1', 'r1').session]);
  });

  it('keeps a key that cannot be exported, and it signs', async () => {
    const vault = await makeVault();
    const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
    const keyPair = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']);
    await vault.signIn(ada, { ...entry('1', 'r1'), token: { keyPair } as never });
    const found = (await vault.token(ada)) as { readonly keyPair: typeof keyPair };
    assert.equal(found.keyPair.privateKey.extractable, false);
    const data = new Uint8Array([1, 2, 3]);
    const by = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(by, found.keyPair.privateKey, data);
    assert.ok(await crypto.subtle.verify(by, keyPair.publicKey, signature, data));
  });

  it('keeps places apart, however alike their names are', async () => {
    const vault = await makeVault();
    const names = ['a', 'A', 'a ', 'a,b', '["a","b"]', '', '\u0000', 'ünïcödé 🙂', 'x'.repeat(2000)];
    const places = names.flatMap((one) => [
      { ...ada, partition: one },
      { ...ada, session: one },
      { ...ada, token: one },
    ]);
    for (const [index, place] of places.entries()) await vault.signIn(place, entry(`${index}`, undefined));
    for (const [index, place] of places.entries()) assert.equal(await accessTokenOf(vault, place), `${index}`);
    assert.equal((await vault.sessions('a')).length, 1);
    assert.equal((await vault.sessions('unknown')).length, 0);
  });

  it('puts one entry of many that come together, never half of two', async () => {
    const vault = await makeVault();
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => vault.signIn(ada, entry(`${index}`, `refresh of ${index}`))),
    );
    const label = await accessTokenOf(vault, ada);
    assert.equal(await refreshTokenOf(vault, ada), `refresh of ${label}`);
  });
}

function testReplacing(makeVault: MakeVault): void {
  it('replaces a token and the refresh token that was used for it in one step', async () => {
    const vault = await makeVault();
    await vault.signIn(ada, entry('1', 'r1'));
    assert.equal(await vault.replace(ada, entry('2', 'r2'), 'r1'), true);
    assert.equal(await accessTokenOf(vault, ada), '2');
    assert.equal(await refreshTokenOf(vault, ada), 'r2');
  });

  it('leaves a better refresh token that a sign-in brought meanwhile, and keeps the token', async () => {
    const vault = await makeVault();
    await vault.signIn(ada, entry('1', 'r1'));
    await vault.signIn(ada, entry('new', 'n1'));
    assert.equal(await vault.replace({ ...ada, token: 'pop b' }, entry('2', 'r2'), 'r1'), true);
    assert.equal(await refreshTokenOf(vault, ada), 'n1');
    assert.equal(await accessTokenOf(vault, ada), 'new');
    assert.equal(await accessTokenOf(vault, { ...ada, token: 'pop b' }), '2');
  });

  it('gives the refresh token to one of 50 that used the same one', async () => {
    const vault = await makeVault();
    await vault.signIn(ada, entry('0', 'r0'));
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    const put = (index: number) => vault.replace({ ...ada, token: `${index}` }, entry(`${index}`, `r${index}`), 'r0');
    assert.ok((await Promise.all(numbers.map(put))).every((isKept) => isKept));
    const kept = await refreshTokenOf(vault, ada);
    assert.notEqual(kept, 'r0');
    assert.equal(await vault.replace(ada, entry('x', 'last'), 'r0'), true);
    assert.equal(await refreshTokenOf(vault, ada), kept);
  });

  it('puts nothing where the session is gone: whoever signed out wins', async () => {
    const vault = await makeVault();
    await vault.signIn(ada, entry('1', 'r1'));
    await vault.signOut(ada);
    assert.equal(await vault.replace(ada, entry('2', 'r2'), 'r1'), false);
    assert.equal(await vault.session(ada), undefined);
    assert.equal(await vault.token(ada), undefined);
  });
}

function testLeaving(makeVault: MakeVault): void {
  it('removes a session with all its tokens, and nothing of anybody else', async () => {
    const vault = await makeVault();
    for (const token of ['pop a', 'pop b', 'bearer a']) await vault.signIn({ ...ada, token }, entry(token, 'r'));
    await vault.signIn(bob, entry('bob', 'rb'));
    await vault.signIn({ ...ada, partition: 'another' }, entry('other', 'ro'));
    await vault.signOut(ada);
    for (const token of ['pop a', 'pop b', 'bearer a']) assert.equal(await vault.token({ ...ada, token }), undefined);
    assert.equal(await vault.session(ada), undefined);
    assert.equal(await accessTokenOf(vault, bob), 'bob');
    assert.equal(await accessTokenOf(vault, { ...ada, partition: 'another' }), 'other');
  });

  it('drops one token, and leaves the session', async () => {
    const vault = await makeVault();
    await vault.signIn(ada, entry('1', 'r1'));
    await vault.dropToken(ada);
    assert.equal(await vault.token(ada), undefined);
    assert.equal(await refreshTokenOf(vault, ada), 'r1');
  });

  it('drops a refresh token while it is the one that is meant, and leaves account and tokens', async () => {
    const vault = await makeVault();
    await vault.signIn(ada, entry('1', 'r1'));
    await vault.dropRefreshToken(ada, 'another');
    assert.equal(await refreshTokenOf(vault, ada), 'r1');
    await vault.dropRefreshToken(ada, 'r1');
    assert.equal(await refreshTokenOf(vault, ada), undefined);
    assert.equal(await accessTokenOf(vault, ada), '1');
    assert.equal((await vault.sessions(ada.partition)).length, 1);
  });
}
