import { checkOptionNames } from '@holdfast/core/option-names';
import { parseTenant } from '@holdfast/oauth';

/** Options of `createTokenCredential`; read once, unknown names are refused. */
export interface TokenCredentialOptions {
  /**
   * Tenants beside the client's own that an API's challenge may name, as the challenge writes them, mostly by GUID. There is no word for
   * all of them: whoever writes a challenge would choose where the application shows its credential.
   *
   * @default none; a managed identity has no others
   */
  readonly additionallyAllowedTenants?: readonly string[] | undefined;
}

const optionNames: ReadonlySet<string> = new Set<keyof TokenCredentialOptions>(['additionallyAllowedTenants']);

/**
 * Reads the tenants that are allowed beside the client's own, in lower case.
 *
 * @throws TypeError for anything but GUIDs and domains, and for an option that does not exist
 */
export function parseAllowedTenants(options: TokenCredentialOptions): ReadonlySet<string> {
  checkOptionNames(options, optionNames);
  const { additionallyAllowedTenants: tenants = [] } = options;
  if (!Array.isArray(tenants)) throw new TypeError('additionallyAllowedTenants must be an array');
  return new Set(tenants.map(parseTenant));
}
