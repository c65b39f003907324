import type { TokenResult } from '@holdfast/oauth';
import { TokenCredentialRefused } from '../errors/azure-errors.ts';

// The word of core-auth, and ours for whoever takes this function for acquireTokenForClient: none of them may end in a bearer token.
const bindingMembers = [
  'proofOfPossessionOptions',
  'authenticationScheme',
  'protocolScheme',
  'confirmation',
  'keyId',
  'jwk',
  'bindingCertificate',
  'resourceRequestMethod',
  'resourceRequestUri',
  'shrNonce',
  'shrClaims',
  'tokenType',
] as const;

/**
 * Refuses options of a caller who wants a bound token.
 *
 * @throws TypeError for what is no object
 * @throws {@link TokenCredentialRefused} `ERR_TOKEN_CREDENTIAL_BOUND`
 */
export function refuseBinding(options: object): void {
  if (typeof options !== 'object' || options === null) throw new TypeError('the options must be an object');
  for (const name of bindingMembers) {
    const value: unknown = Reflect.get(options, name);
    if (value !== undefined) throw new TokenCredentialRefused('ERR_TOKEN_CREDENTIAL_BOUND', { detail: name });
  }
}

/**
 * Refuses a token that is not a bearer token, whatever client it came from: the SDK would send it as one.
 *
 * @throws {@link TokenCredentialRefused} `ERR_TOKEN_CREDENTIAL_BOUND`
 */
export function checkBearer({
  tokenType,
  bindingThumbprint,
}: Pick<TokenResult, 'tokenType' | 'bindingThumbprint'>): void {
  if (tokenType !== 'Bearer' || bindingThumbprint !== undefined) {
    throw new TokenCredentialRefused('ERR_TOKEN_CREDENTIAL_BOUND', { detail: 'the token' });
  }
}
