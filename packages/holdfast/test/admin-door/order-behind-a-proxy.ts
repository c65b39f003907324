/** Run in a process of its own whose environment names a proxy: sends an order, and says what came of it. */
import { sendAdminRequest } from '../../src/admin-door/send-admin-request.ts';

const [origin = ''] = process.argv.slice(2);
const said = await sendAdminRequest({ origin, key: 'key' }, { method: 'POST', path: '/x', body: { a: 1 } });
// Shows that the proxy is there for whoever goes by it.
await fetch('http://control.example/').catch(() => undefined);
console.log(JSON.stringify(said));
