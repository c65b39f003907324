import { createSignedHttpRequest, generateSigningKey } from '@holdfast/core';

/** What was stolen: everything that one request carried. */
export interface Loot {
  readonly method: string;
  readonly url: string;
  /** The whole header, `PoP …`. */
  readonly authorization: string;
  /** The access token in it. */
  readonly accessToken: string;
}

/** One thing that a thief can try with it. */
export interface Attempt {
  readonly title: string;
  /** Why he hopes that it works. */
  readonly hope: string;
  /** The request that he sends: with plain `fetch`, from anywhere. */
  readonly build: (loot: Loot) => Promise<Request> | Request;
}

/** Everything that can be tried without the key. */
export const attempts: readonly Attempt[] = [
  {
    title: 'Send the very same request again',
    hope: 'Every byte of it is genuine.',
    build: ({ method, url, authorization }) => request(method, url, authorization),
  },
  {
    title: 'Use the proof for another address',
    hope: 'It was good for one path of this API, so perhaps it is for the next.',
    build: ({ method, url, authorization }) => request(method, new URL('/orders/1', url).href, authorization),
  },
  {
    title: 'Use the proof for another method',
    hope: 'Whoever may read an order may perhaps delete it.',
    build: ({ url, authorization }) => request('DELETE', new URL('/orders/1', url).href, authorization),
  },
  {
    title: 'Send the access token alone, as a bearer token',
    hope: 'The token is genuine, and it has not expired.',
    build: ({ url, accessToken }) => request('GET', new URL('/open/orders', url).href, `Bearer ${accessToken}`),
  },
  {
    title: 'Sign with a key of his own',
    hope: 'A new proof, for just the request that he wants.',
    build: async ({ url, accessToken }) => {
      const wanted = new URL('/orders/1', url).href;
      const key = await generateSigningKey({ alg: 'RS256' });
      const proof = await createSignedHttpRequest({ accessToken, key, request: { method: 'GET', url: wanted } });
      return request('GET', wanted, `PoP ${proof}`);
    },
  },
];

function request(method: string, url: string, authorization: string): Request {
  return new Request(url, { method, headers: { authorization } });
}
