import type { ClientSettings } from '../options/client-settings.ts';

/** Where the records of a client lie, and whose accounts they are. */
export interface Partition {
  /** Names application and authority. */
  readonly partition: string;
  /** Host, and port where it is not 443, of the authority. */
  readonly environment: string;
}

/** Names the partition of a client. */
export function partitionOf({ clientId, authority }: Pick<ClientSettings, 'clientId' | 'authority'>): Partition {
  const { origin, tenant } = authority;
  return { partition: `${origin}/${tenant} ${clientId}`, environment: new URL(origin).host };
}
