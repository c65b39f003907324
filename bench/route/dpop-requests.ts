import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

/** Makes requests for the peer: an access token and a fresh DPoP proof (RFC 9449) each. */
export interface DpopRequests {
  readonly issuerKey: string;
  take(count: number): readonly string[];
}

/** What the peer's tokens say; the same of everything as in the proofs beside it. */
export interface DpopClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly host: string;
  readonly target: string;
}

/** Makes a client with one token and one ES256 key, the only algorithm of proofs that the peer takes. */
export function createDpopRequests({ issuer, audience, host, target }: DpopClaims): DpopRequests {
  const authority = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const client = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = client.publicKey.export({ format: 'jwk' });
  const jwk = { crv: 'P-256', kty: 'EC', x, y };
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: audience,
    iat,
    nbf: iat,
    exp: iat + 3600,
    sub: randomUUID(),
    roles: ['Orders.Read', 'Orders.Write'],
    cnf: { jkt: hash(JSON.stringify(jwk)) },
  };
  const token = signJws({ typ: 'JWT', alg: 'RS256' }, claims, authority.privateKey);
  const htu = `http://${host}${target.split('?')[0]}`;
  const one = (): string => {
    const payload = { htm: 'GET', htu, iat: Math.floor(Date.now() / 1000), jti: randomUUID(), ath: hash(token) };
    const proof = signJws({ typ: 'dpop+jwt', alg: 'ES256', jwk }, payload, client.privateKey);
    return `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nAccept: */*\r\nUser-Agent: bench\r\nAuthorization: DPoP ${token}\r\nDPoP: ${proof}\r\n\r\n`;
  };
  return {
    issuerKey: authority.publicKey.export({ type: 'spki', format: 'pem' }) as string,
    take: (count) => Array.from({ length: count }, one),
  };
}

function signJws(header: object, payload: object, key: KeyObject): string {
  const input = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
