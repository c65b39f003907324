import { AttestationFailed } from '../errors/attestation-failed.ts';

const longestToken = 65_536;

/**
 * Refuses what is no compact token: nothing, blanks, another type, or text that would be something else where it is put in.
 *
 * Not checked: what it says, and who signed it; that is for the server that it is meant for.
 *
 * @throws {@link AttestationFailed} `ERR_ATTESTATION_FAILED`
 * @see RFC 7515 section 7.1; RFC 7516 section 7.1
 */
export function checkAttestationToken(token: unknown): string {
  if (typeof token !== 'string' || token.trim() === '') {
    throw new AttestationFailed('ERR_ATTESTATION_FAILED', { detail: 'no token' });
  }
  if (token.length > longestToken || !/^[\w-]+\.[\w-]+\.[\w-]*(?:\.[\w-]+\.[\w-]+)?$/.test(token)) {
    throw new AttestationFailed('ERR_ATTESTATION_FAILED', { detail: 'no compact token' });
  }
  return token;
}
