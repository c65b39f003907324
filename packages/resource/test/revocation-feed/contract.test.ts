import { createMemoryRevocationFeed } from '@holdfast/resource';
import { revocationFeedContract } from '@holdfast/testing';
import { openFeed, revocation, startStreamServer } from '../fixture/stream-server.ts';

revocationFeedContract('memory', (conditions) => {
  const feed = createMemoryRevocationFeed(conditions);
  return { feed, revoke: (entry) => void feed.revoke(entry), close: () => undefined };
});

revocationFeedContract('the stream of the admin service', async (conditions) => {
  const server = await startStreamServer();
  const feed = openFeed(server, conditions);
  await feed.untilCurrent();
  let told = 0;
  return {
    feed,
    async revoke(entry) {
      told += 1;
      await server.say(revocation(entry, `book-${told}`));
    },
    async close() {
      await feed.close();
      await server.close();
    },
  };
});
