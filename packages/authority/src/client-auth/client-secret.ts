import { equalText } from '@holdfast/core';
import type { Application } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';

/**
 * Compares a secret in constant time.
 *
 * @throws {@link TokenRefused} `secretWrong`, also when the application has no secret at all
 */
export function verifyClientSecret(presented: string, application: Application): void {
  const expected = application.secret;
  if (expected === undefined || !equalText(presented, expected)) throw new TokenRefused('secretWrong');
}
