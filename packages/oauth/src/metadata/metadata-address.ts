import type { Authority } from './authority.ts';

/**
 * Where the metadata of a tenant is.
 *
 * @example
 * ```ts
 * import { parseAuthority } from '@holdfast/oauth';
 * import { metadataAddress } from '@holdfast/oauth/metadata';
 *
 * const response = await fetch(metadataAddress(parseAuthority('https://login.example/contoso.example')));
 * console.log(response.status);
 * ```
 */
export function metadataAddress(authority: Authority): string {
  return `${authority.origin}/${authority.tenant}/v2.0/.well-known/openid-configuration`;
}
