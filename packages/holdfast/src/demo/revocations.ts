import { setTimeout as pause } from 'node:timers/promises';
import { type AdminRevocationFeed, createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import { sendAdminRequest } from '../admin-door/send-admin-request.ts';

/** How tokens are taken back on the stage. */
export interface Revocations {
  /** What the APIs hear. */
  readonly feed: AdminRevocationFeed;
  /** Revokes a token by its `uti`, and waits until the feed has heard of it. */
  revoke(tokenId: string): Promise<void>;
}

/** Opens the feed of the authority on the stage; its first words are waited for. */
export async function openRevocations(at: {
  readonly admin: string;
  readonly adminKey: string;
  readonly clock: () => number;
}): Promise<Revocations> {
  const { admin, adminKey: key, clock } = at;
  const feed = createAdminRevocationFeed({ url: `${admin}/revocations`, key, clock });
  await feed.untilCurrent();
  return {
    feed,
    async revoke(tokenId) {
      const before = feed.size;
      await sendAdminRequest({ origin: admin, key }, { method: 'POST', path: '/revoke', body: { uti: tokenId } });
      while (feed.size === before) await pause(5);
    },
  };
}
