import { type Clock, decodeBase64url, decodeUtf8, epochSeconds, parseStrictJsonObject } from '@holdfast/core';
import { CredentialInvalid } from '../errors/credential-errors.ts';

/**
 * Reads an assertion from a file, as it is at this moment.
 *
 * Not checked: the assertion's signature and whom it is for, which are the authority's business.
 *
 * @throws {@link CredentialInvalid} `ERR_CREDENTIAL_ASSERTION_FILE`, `ERR_CREDENTIAL_ASSERTION`, `ERR_CREDENTIAL_ASSERTION_EXPIRED`
 */
export async function readAssertionFile(path: string, clock: Clock): Promise<string> {
  const assertion = (await readText(path)).trim();
  const expiresAt = readExpiry(assertion);
  if (expiresAt === undefined) throw new CredentialInvalid('ERR_CREDENTIAL_ASSERTION');
  if (expiresAt <= epochSeconds(clock)) throw new CredentialInvalid('ERR_CREDENTIAL_ASSERTION_EXPIRED');
  return assertion;
}

async function readText(path: string): Promise<string> {
  // Loaded by those who have such a file, as in `certificate/read-files`.
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new CredentialInvalid('ERR_CREDENTIAL_ASSERTION_FILE', { detail: /^E[A-Z]+$/.exec(code)?.[0] });
  }
}

/** Undefined for what is no JWT with an expiry. */
function readExpiry(assertion: string): number | undefined {
  const [, payload, , ...rest] = assertion.split('.');
  if (payload === undefined || rest.length > 0) return undefined;
  try {
    const { exp } = parseStrictJsonObject(decodeUtf8(decodeBase64url(payload)));
    return typeof exp === 'number' ? exp : undefined;
  } catch {
    return undefined;
  }
}
