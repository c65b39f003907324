import { HoldfastError } from '@holdfast/core';
import type { SchemeName } from '@holdfast/oauth';
import { managedIdentityErrors } from './catalog-managed-identity.ts';

const details = {
  pop: 'pop: no managed identity source binds a token to a key',
  mtls_pop: 'mtls_pop: of all sources IMDS alone gives certificates',
  dpop: 'dpop: no managed identity source knows it',
} as const satisfies Readonly<Record<Exclude<SchemeName, 'bearer'>, string>>;

/** A managed identity was asked for a bound token, which it cannot give; it gives no weaker one in its place. */
export class IdentitySchemeRefused extends HoldfastError<'ERR_MANAGED_IDENTITY_SCHEME'> {
  /** The scheme that was asked for. */
  readonly requested: Exclude<SchemeName, 'bearer'>;

  constructor(requested: Exclude<SchemeName, 'bearer'>) {
    super('ERR_MANAGED_IDENTITY_SCHEME', managedIdentityErrors.ERR_MANAGED_IDENTITY_SCHEME, {
      detail: details[requested],
    });
    this.requested = requested;
  }
}
