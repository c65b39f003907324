import { isGuid } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { ManagedIdentityId } from '../managed-identity-source/identity-question.ts';
import type { ManagedIdentityIdParams } from './client-options.ts';

const idKinds = {
  userAssignedClientId: 'client-id',
  userAssignedObjectId: 'object-id',
  userAssignedResourceId: 'resource-id',
} as const satisfies Readonly<Record<keyof ManagedIdentityIdParams, ManagedIdentityId['kind']>>;

const resourceId = /^\/subscriptions\/[\x21-\x7E]{1,2000}$/i;

/**
 * Reads which identity is meant: the one of the machine or application, or one that is named by exactly one id.
 *
 * @throws TypeError for no id, several, an unknown one, and one that is malformed
 */
export function parseIdentity(params: ManagedIdentityIdParams | undefined): ManagedIdentityId {
  if (params === undefined) return { kind: 'system' };
  checkOptionNames(params, new Set(Object.keys(idKinds)), 'managedIdentityIdParams');
  const names = (Object.keys(idKinds) as (keyof ManagedIdentityIdParams)[]).filter((id) => params[id] !== undefined);
  const [name] = names;
  // An id that was meant to be there and is not would be answered with the token of another identity.
  if (name === undefined || names.length > 1) throw new TypeError('managedIdentityIdParams must hold exactly one id');
  const value: unknown = params[name];
  const kind = idKinds[name];
  const isId = (text: string): boolean => (kind === 'resource-id' ? resourceId.test(text) : isGuid(text.toLowerCase()));
  if (typeof value !== 'string' || !isId(value)) {
    throw new TypeError(
      `${name} must be ${kind === 'resource-id' ? 'a path that begins with /subscriptions/' : 'a GUID'}`,
    );
  }
  return { kind, value: kind === 'resource-id' ? value : value.toLowerCase() };
}
