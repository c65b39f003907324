import { createInterface } from 'node:readline';
import { createManagedIdentityClient } from '../../src/managed-identity/managed-identity-client.ts';

// A process of an application: one token, bound to its certificate, and what it was told on the way; as one line of JSON each.

interface Settings {
  readonly environment: Readonly<Record<string, string>>;
  readonly stsHost: string;
  readonly ca: string;
  readonly directory: string;
  readonly resource: string;
  /** What it adds to the time, in milliseconds. */
  readonly ahead?: number;
}

const { environment, stsHost, ca, directory, resource, ahead } = JSON.parse(process.argv[2] ?? '') as Settings;
const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const client = createManagedIdentityClient({
  environment,
  allowedHosts: [stsHost],
  ca,
  persistence: { directory, writeSoftwareKey: true },
  events: say,
  ...(ahead === undefined ? {} : { clock: () => Date.now() + ahead }),
});
const wanted = { resource, authenticationScheme: 'mtls_pop' } as const;
const tell = ({ accessToken, bindingThumbprint }: Awaited<ReturnType<typeof client.acquireToken>>): void =>
  say({ token: accessToken, thumbprint: bindingThumbprint });
tell(await client.acquireToken(wanted));
// One more for each line that comes.
for await (const _line of createInterface({ input: process.stdin })) {
  tell(await client.acquireToken({ ...wanted, forceRefresh: true }));
}
