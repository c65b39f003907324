/*
 * A consumer's program: acquires a bound token from the authority that the file of the first argument describes, calls the sample API with
 * it, and then sends the very same request again, as a thief would. Prints what it got.
 */
import { readFileSync } from 'node:fs';
import { createBoundFetch, createConfidentialClient, createTlsTransport } from '@holdfast/node';

interface Ready {
  readonly sts: string;
  readonly api: string;
  readonly caFile: string;
  readonly applications: readonly {
    readonly name: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly secret: string;
  }[];
}

const { sts, api, caFile, applications } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Ready;
const daemon = applications.find(({ name }) => name === 'daemon');
if (daemon === undefined) throw new Error('there is no daemon');
const ca = readFileSync(caFile, 'utf8');
const client = createConfidentialClient({
  authority: `${sts}/${daemon.tenantId}`,
  clientId: daemon.clientId,
  clientSecret: daemon.secret,
  ca,
});

const transport = createTlsTransport({ ca });
const sent: Request[] = [];
const boundFetch = createBoundFetch({
  client,
  scopes: ['api://orders/.default'],
  authenticationScheme: 'pop',
  origins: [api],
  transport: (request) => {
    sent.push(request.clone());
    return transport(request);
  },
});
const answer = await boundFetch(`${api}/orders?limit=3`);
const last = sent.at(-1);
if (last === undefined) throw new Error('nothing was sent');
const replayed = await transport(last);
const { tokenType } = await client.acquireTokenForClient({
  scopes: ['api://orders/.default'],
  authenticationScheme: 'pop',
});
const body: unknown = await answer.json();
process.stdout.write(
  JSON.stringify({ status: answer.status, tokenType, hasBody: typeof body === 'object', replayed: replayed.status }),
);
