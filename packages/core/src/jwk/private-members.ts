import { JwkInvalid } from '../errors/jwk-invalid.ts';

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/**
 * Refuses a key that shows more than its public half.
 *
 * @throws {@link JwkInvalid} `ERR_JWK_PRIVATE`
 * @see RFC 7518 sections 6.2.2, 6.3.2 and 6.4
 */
export function refusePrivateMembers(jwk: object): void {
  const leaked = privateMembers.find((name) => Object.hasOwn(jwk, name));
  if (leaked !== undefined) throw new JwkInvalid('ERR_JWK_PRIVATE', { detail: `member ${leaked}` });
}
