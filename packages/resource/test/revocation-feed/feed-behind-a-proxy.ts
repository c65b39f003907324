/** Run in a process of its own whose environment names a proxy: follows a feed by its own means, and says what it knows. */
import { createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';

const [url = ''] = process.argv.slice(2);
const feed = createAdminRevocationFeed({ url, key: 'the-admin-key' });
await feed.untilCurrent(AbortSignal.timeout(60_000));
const { size } = feed;
await feed.close();
const fetched = await (await fetch('http://control.example/')).text();
console.log(JSON.stringify({ size, fetched }));
