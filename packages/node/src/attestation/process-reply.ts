import { isJsonObject } from '@holdfast/core';
import { AttestationFailed } from '../errors/attestation-failed.ts';
import { readJsonBody } from '../json-body/read-json-body.ts';
import type { AttestationRequest } from './attestation-provider.ts';
import { checkAttestationToken } from './check-token.ts';
import { readAttestationClaims } from './read-claims.ts';

const mostBytes = 65_536;

/**
 * Reads the reply of the attestation service.
 *
 * Not checked: the token's signature, which is for the server that it is meant for.
 *
 * @throws {@link AttestationFailed} `ERR_ATTESTATION_FAILED` when there is no token, or one for another key
 * @see docs/attestation.md, "The token"
 */
export async function processAttestationReply(response: Response, request: AttestationRequest): Promise<string> {
  if (response.status !== 200) {
    await response.body?.cancel();
    throw refuse(`status ${response.status}`);
  }
  const reply = await readJsonBody(response, { mostBytes, refuse });
  const token = checkAttestationToken(reply['token']);
  if (!isAboutKey(token, request)) throw refuse('the statement is about another key');
  return token;
}

function isAboutKey(token: string, { key }: AttestationRequest): boolean {
  const { jwk } = key.signingKey;
  const runtime = readAttestationClaims(token)?.['x-ms-runtime'];
  const keys = isJsonObject(runtime) && Array.isArray(runtime['keys']) ? runtime['keys'] : [];
  const [named] = keys;
  return keys.length === 1 && isJsonObject(named) && jwk.kty === 'RSA' && named['n'] === jwk.n && named['e'] === jwk.e;
}

function refuse(detail: string): AttestationFailed {
  return new AttestationFailed('ERR_ATTESTATION_FAILED', { detail });
}
