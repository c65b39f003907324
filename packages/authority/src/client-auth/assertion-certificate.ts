import { createHash } from 'node:crypto';
import type { JwsHeader } from '@holdfast/core';
import type { RegisteredCertificate } from '../directory/directory.ts';

/**
 * Finds the registered certificate that an assertion names by `x5t#S256`, `x5t` or the first entry of `x5c`.
 *
 * A header that names several ways must mean one certificate; one that names none, or an unregistered one, finds nothing. A certificate
 * is never taken from the header itself.
 */
export function findAssertionCertificate(
  header: JwsHeader,
  registered: readonly RegisteredCertificate[],
): RegisteredCertificate | undefined {
  const named = [
    byThumbprint(registered, 'sha256', header['x5t#S256']),
    byThumbprint(registered, 'sha1', header.x5t),
    byThumbprint(registered, 'sha256', leafThumbprint(header.x5c)),
  ].filter((found) => found !== 'not named');
  const [first] = named;
  return named.every((found) => found === first) ? first : undefined;
}

function byThumbprint(
  registered: readonly RegisteredCertificate[],
  digest: 'sha1' | 'sha256',
  thumbprint: string | undefined,
): RegisteredCertificate | 'not named' | undefined {
  if (thumbprint === undefined) return 'not named';
  // MSAL for Python pads its base64url.
  const unpadded = thumbprint.replace(/=+$/, '');
  return registered.find((certificate) => certificate[digest] === unpadded);
}

function leafThumbprint(x5c: readonly string[] | undefined): string | undefined {
  const leaf = x5c?.[0];
  if (leaf === undefined) return undefined;
  return createHash('sha256').update(Buffer.from(leaf, 'base64')).digest('base64url');
}
