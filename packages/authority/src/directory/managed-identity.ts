import type { Application, ManagedIdentity } from './directory.ts';

/** Returns the resource id of a client, which only managed identities have. */
export function findResourceId(client: Application | ManagedIdentity): string | undefined {
  return 'resourceId' in client ? client.resourceId : undefined;
}
