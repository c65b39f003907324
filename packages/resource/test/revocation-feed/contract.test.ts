import { createMemoryRevocationFeed } from '@holdfast/resource';
import { revocationFeedContract } from '@holdfast/testing';
import { current, hurryFeeds, openFeed, revocation, startStreamServer, stream } from '../fixture/stream-server.ts';

hurryFeeds();

revocationFeedContract('memory', (conditions) => {
  const feed = createMemoryRevocationFeed(conditions);
  return { feed, revoke: (entry) => void feed.revoke(entry), close: () => undefined };
});

revocationFeedContract('the stream of the admin service', async (conditions) => {
  const server = await startStreamServer();
  const feed = openFeed(server, conditions);
  await feed.untilCurrent();
  const told: string[] = [];
  // Whoever comes back is told what came after its cursor before it is current, as by the admin service.
  server.answer = (response, { headers }) => {
    const [, read = '0'] = String(headers['last-event-id'] ?? '').split('-');
    stream(response, told.slice(Number(read)).join('') + current);
  };
  return {
    feed,
    async revoke(entry) {
      told.push(revocation(entry, `book-${told.length + 1}`));
      await server.say(told.at(-1) ?? '');
    },
    async close() {
      await feed.close();
      await server.close();
    },
  };
});
