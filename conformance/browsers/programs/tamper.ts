/** Another script of the same origin, which does with the stores of a client as it likes. */

type Token = Readonly<Record<string, unknown>> & { readonly keyPair: CryptoKeyPair };

/** What it does to every token that is kept. */
export type Tampering = keyof typeof tamperings;

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const generate = (extractable = false) => crypto.subtle.generateKey(rsa, extractable, ['sign', 'verify']);

const tamperings = {
  'another key': async (token: Token) => ({ ...token, keyPair: await generate() }),
  'a private key that can be exported': async (token: Token) => ({
    ...token,
    keyPair: { ...token.keyPair, privateKey: (await generate(true)).privateKey },
  }),
  'another private key': async (token: Token) => ({
    ...token,
    keyPair: { ...token.keyPair, privateKey: (await generate()).privateKey },
  }),
  'no key': ({ keyPair: _, ...token }: Token) => token,
  'a token that is bound to nothing': (token: Token) => ({ ...token, accessToken: unbound() }),
  'a bearer token in its place': ({ keyPair: _, ...token }: Token) => ({
    ...token,
    scheme: 'bearer',
    accessToken: unbound(),
  }),
  'an expiry that is no number': (token: Token) => ({ ...token, expiresAt: '9999999999' }),
  'nothing that it knows': () => 'garbage',
} as const;

/** Everything that may be done, by name. */
export const everyTampering = Object.keys(tamperings) as readonly Tampering[];

/** Changes every token of every database, and tells how many there were. */
export async function tamper(how: Tampering): Promise<number> {
  let changed = 0;
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const storeName of database.objectStoreNames) {
      for (const [key, value] of await readAll(database, storeName)) {
        if (typeof value !== 'object' || value === null || !('accessToken' in value)) continue;
        const replaced = await tamperings[how](value as unknown as Token);
        await settled(database.transaction(storeName, 'readwrite').objectStore(storeName).put(replaced, key));
        changed += 1;
      }
    }
    database.close();
  }
  return changed;
}

async function readAll(database: IDBDatabase, name: string): Promise<readonly [IDBValidKey, unknown][]> {
  const store = database.transaction(name).objectStore(name);
  const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
  return keys.map((key, index) => [key, values[index]]);
}

/** How many records there are of any kind, in any database. */
export async function countRecords(): Promise<number> {
  let count = 0;
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const storeName of database.objectStoreNames) count += (await readAll(database, storeName)).length;
    database.close();
  }
  return count;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function unbound(): string {
  const part = (value: object): string => btoa(JSON.stringify(value)).replaceAll('=', '');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ aud: 'api://orders' })}.${'A'.repeat(342)}`;
}
