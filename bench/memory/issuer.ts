import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { TokenValidatorOptions } from '@holdfast/resource';

const issuer = 'https://login.example/8e1f9a0e-0000-4000-8000-5f2d3c4b5a69/v2.0';

/** The API that tokens are for. */
export const api = { audience: 'api://orders', origin: 'https://api.example', target: '/orders?page=2' } as const;

/** An issuer that signs quickly, and the options of a validator that trusts it. */
export interface QuickIssuer {
  readonly options: Pick<TokenValidatorOptions, 'issuers' | 'audience'>;
  /** Signs a token of its own for one caller, bound to a key where one is named. */
  mint(now: number, thumbprint?: string): string;
}

/** Makes an issuer of ES256 tokens: every one is verified like any other, and signed ten times as quickly. */
export function createQuickIssuer(): QuickIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'issuer-1', alg: 'ES256', use: 'sig' };
  const header = part({ typ: 'JWT', alg: 'ES256', kid: 'issuer-1' });
  return {
    options: { issuers: [{ issuer, jwks: { keys: [jwk] }, algorithms: ['ES256'] }], audience: api.audience },
    mint(now, thumbprint) {
      const payload = {
        aud: api.audience,
        iss: issuer,
        iat: now,
        nbf: now,
        exp: now + 3600,
        azp: '99999999-8888-4777-8666-555555555555',
        ...(thumbprint === undefined ? {} : { cnf: { kid: thumbprint } }),
        roles: ['Orders.Read'],
        sub: '22222222-3333-4444-8555-666666666666',
        tid: '8e1f9a0e-0000-4000-8000-5f2d3c4b5a69',
        uti: randomUUID(),
        ver: '2.0',
      };
      const input = `${header}.${part(payload)}`;
      const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${input}.${signature.toString('base64url')}`;
    },
  };
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
