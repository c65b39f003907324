import { ManagedIdentityUnusable } from '../errors/managed-identity-errors.ts';
import type { SourceName } from './source-description.ts';

/**
 * Reads `IDENTITY_HEADER`, the secret that shows an endpoint that the caller runs on this machine.
 *
 * Checked here, because what a header cannot hold would be refused later by the runtime, in a message that quotes it.
 *
 * @throws {@link ManagedIdentityUnusable} `ERR_MANAGED_IDENTITY_ENVIRONMENT`
 */
export function parseSecretHeader(text: string, source: SourceName): string {
  if (/^[\x21-\x7e]{1,4096}$/.test(text)) return text;
  throw new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_ENVIRONMENT', {
    source,
    detail: 'IDENTITY_HEADER cannot be sent',
  });
}
