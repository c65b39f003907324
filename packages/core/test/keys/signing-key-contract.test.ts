import { signingKeyContract } from '@holdfast/testing';
import { generateSigningKey } from '../../src/keys/generate-key.ts';

for (const alg of ['ES256', 'RS256', 'PS256'] as const) {
  let made: ReturnType<typeof generateSigningKey> | undefined;
  // One RSA key for the whole suite: generating takes most of its time.
  signingKeyContract(`WebCrypto ${alg}`, () => (made ??= generateSigningKey({ alg })));
}
