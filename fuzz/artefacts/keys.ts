import { generateSigningKey, type SigningKey } from '@holdfast/core';
import {
  publishedSigningKey,
  rfc7515Ec,
  rfc7515Rsa,
  rfc7517Ec,
  rfc7517Rsa,
} from '../../packages/core/test/fixtures/published-keys.ts';

// Keys that RFCs print, the same in every run: a seed must name the same input tomorrow.
const published = {
  issuer: await publishedSigningKey('RS256', rfc7515Rsa),
  holder: await publishedSigningKey('ES256', rfc7515Ec),
  rsaHolder: await publishedSigningKey('RS256', rfc7517Rsa),
  pssHolder: await publishedSigningKey('PS256', rfc7517Rsa),
  thief: await publishedSigningKey('ES256', rfc7517Ec),
  // What the thief signs is refused whatever its bytes are.
  rsaThief: await generateSigningKey({ alg: 'RS256' }),
};

/** The issuer's key, an honest holder's of each algorithm, and the thief's. */
export const keys: Readonly<Record<keyof typeof published, SigningKey>> = published;
