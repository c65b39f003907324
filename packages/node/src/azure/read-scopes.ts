import { TokenCredentialRefused } from '../errors/azure-errors.ts';

const allPermissions = '/.default';

/**
 * Reads what a caller wants tokens for.
 *
 * Not checked: the grammar of a scope; the client does that.
 *
 * @throws {@link TokenCredentialRefused} `ERR_TOKEN_CREDENTIAL_SCOPES`
 */
export function readScopes(scopes: unknown): readonly string[] {
  const list: unknown = typeof scopes === 'string' ? [scopes] : scopes;
  const isList =
    Array.isArray(list) && list.length > 0 && list.every((scope) => typeof scope === 'string' && scope !== '');
  if (!isList) throw new TokenCredentialRefused('ERR_TOKEN_CREDENTIAL_SCOPES');
  return list;
}

/**
 * Reads the one resource that a managed identity is to have a token for. A slash at its end is part of its name.
 *
 * @throws {@link TokenCredentialRefused} `ERR_TOKEN_CREDENTIAL_SCOPES` for none and for several
 */
export function readResource(scopes: unknown): string {
  const [scope = '', ...more] = readScopes(scopes);
  const resource = scope.endsWith(allPermissions) ? scope.slice(0, -allPermissions.length) : scope;
  if (more.length > 0 || resource === '') throw new TokenCredentialRefused('ERR_TOKEN_CREDENTIAL_SCOPES');
  return resource;
}
