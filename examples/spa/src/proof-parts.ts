import { decodeCompactJws, decodeSignedHttpRequest, type JsonValue } from '@holdfast/core';

/** One claim, as it was sent, and what it is for. */
export interface Part {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** A signed HTTP request, taken apart. Nothing in it is verified here: that is for the API. */
export interface ProofParts {
  readonly header: readonly Part[];
  readonly payload: readonly Part[];
  /** The access token inside, of which `cnf` is what binds it. */
  readonly token: readonly Part[];
  readonly accessToken: string;
}

type Meanings = Readonly<Record<string, string>>;

const headerMeanings: Meanings = {
  typ: 'A signed HTTP request, and no token of another kind.',
  alg: 'How it is signed.',
  kid: 'The thumbprint of the key (RFC 7638).',
};

const payloadMeanings: Meanings = {
  at: 'The access token. It stands below.',
  ts: 'When it was signed, in seconds since 1970. The API takes proofs of the last minutes only.',
  m: 'The method. A proof for GET is no proof for DELETE.',
  u: 'Host and port. A proof for this API is none for another.',
  p: 'The path.',
  q: 'The names of the query parameters, and a hash over names and values. No parameter can be added or changed.',
  b: 'A hash of the body.',
  h: 'The names of the headers that are covered, and a hash of their values.',
  nonce: 'A value that the API gave out a moment ago: proofs cannot be made in advance, or kept for later.',
  jti: 'A random name for this proof. The API takes each one once.',
  cnf: 'The public half of the key, so that the API can verify the signature. It must be the key that the token names.',
};

const tokenMeanings: Meanings = {
  iss: 'Who issued it.',
  aud: 'Which API it is for.',
  scp: 'What the page may do in the name of the person.',
  preferred_username: 'Whose it is, for showing.',
  oid: 'Whose it is.',
  tid: 'The tenant.',
  exp: 'When it expires.',
  uti: 'The name of this token.',
  cnf: 'What binds it: the thumbprint of the key. Without that key the token opens nothing.',
};

/** Takes the value of an `Authorization: PoP …` header apart. */
export function takeApart(authorization: string): ProofParts {
  const { jws, accessToken } = decodeSignedHttpRequest(authorization.replace(/^PoP /, ''));
  const token = decodeCompactJws(accessToken);
  const shown = Object.keys(tokenMeanings).filter((name) => Object.hasOwn(token.payload, name));
  return {
    header: explain(jws.header, headerMeanings),
    payload: explain(jws.payload, payloadMeanings),
    token: shown.map((name) => describe(name, token.payload[name], tokenMeanings)),
    accessToken,
  };
}

function explain(claims: object, meanings: Meanings): readonly Part[] {
  return Object.entries(claims).map(([name, value]) => describe(name, value as JsonValue, meanings));
}

function describe(name: string, value: JsonValue | undefined, meanings: Meanings): Part {
  return { name, value: write(name, value), meaning: meanings[name] ?? '' };
}

function write(name: string, value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  // Seconds since 1970, which nobody reads.
  const time = name === 'ts' || name === 'exp' ? ` (${new Date(Number(value) * 1000).toLocaleTimeString()})` : '';
  return `${JSON.stringify(value)}${time}`;
}
