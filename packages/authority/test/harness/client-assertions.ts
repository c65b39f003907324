import { createHash, createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import type { Clock } from '@holdfast/core';
import type { Reply, RunningAuthority } from './running-authority.ts';

export const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Assertions of the application `daemon`, sound ones and others. */
export interface ClientAssertions {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  readonly sha256: string;
  readonly sha1: string;
  /** The header that msal-node writes. */
  readonly ps256: () => object;
  /** The claims of a sound assertion, with changes. */
  readonly claims: (changes?: object) => object;
  readonly signed: (header: object, payload: unknown, signer?: KeyObject) => string;
  /** Asks for a token with an assertion and nothing else. */
  readonly send: (assertion: string) => Promise<Reply>;
}

/** Encodes text as it is, and everything else as JSON. */
export function encodePart(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

export async function createClientAssertions(running: RunningAuthority, clock: Clock): Promise<ClientAssertions> {
  const issued = await running.authority.certificates.clientCertificate('daemon');
  const key = createPrivateKey(issued.keyPem);
  const certificate = new X509Certificate(issued.certPem);
  const sha256 = createHash('sha256').update(certificate.raw).digest('base64url');
  const sha1 = createHash('sha1').update(certificate.raw).digest('base64url');
  const { clientId } = running.application('daemon');
  return {
    key,
    certificate,
    sha256,
    sha1,
    ps256: () => ({ alg: 'PS256', typ: 'JWT', 'x5t#S256': sha256 }),
    claims: (changes = {}) => {
      const now = Math.floor(clock() / 1000);
      const aud = `${running.sts}/${running.tenantId}/oauth2/v2.0/token`;
      return { aud, iss: clientId, sub: clientId, jti: 'one', nbf: now, iat: now, exp: now + 600, ...changes };
    },
    signed: (header, payload, signer = key) => {
      const input = `${encodePart(header)}.${encodePart(payload)}`;
      const padding = (header as { alg: string }).alg === 'PS256' ? { padding: 6, saltLength: 32 } : {};
      return `${input}.${sign('sha256', Buffer.from(input), { key: signer, ...padding }).toString('base64url')}`;
    },
    send: (assertion) =>
      running.token({ client_secret: undefined, client_assertion: assertion, client_assertion_type: jwtBearer }),
  };
}
