/** `heap-per-token.ts <client> <count>`: heap per cached token beyond the text of the token, in bytes. Needs `--expose-gc`. */
import { holdfastBearer, holdfastPop } from '../clients/holdfast.ts';
import { msalNode } from '../clients/msal-node.ts';
import { heapInUse } from '../engine/heap.ts';

const [name = '', countText = ''] = process.argv.slice(2);
const client = [holdfastBearer(), holdfastPop(), msalNode()].find((each) => each.name === name);
const count = Number(countText);
if (client === undefined) throw new TypeError(`there is no client ${name}`);

// Until then the program itself grows: code that is compiled, connections that are opened.
const warm = 3_000;
await client.fill(warm);
const result = (await client.acquire(0)) as { readonly accessToken: string };
const before = await heapInUse();
await client.fill(count);
const grown = (await heapInUse()) - before;
// Used again at the end, so that nothing of it is collected before it was counted.
await client.acquire(count - 1);
console.log(JSON.stringify(grown / (count - warm) - result.accessToken.length));
